use crate::Error;

/// The widest and highest a picture may be made.
const MAX_SIDE: u32 = 8192;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operation {
    Grayscale,
    /// Gaussian, with this standard deviation in pixels.
    Blur { sigma: f32 },
    /// Clockwise, by this many quarter turns (1 to 3).
    Rotate { quarters: u32 },
}

/// What to do with a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    pub operation: Operation,
    /// In pixels. With only one of the two, the other keeps the picture's proportions.
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// Of a JPEG, 1 to 100.
    pub quality: u8,
}

impl Options {
    /// Reads `key=value` arguments: `op` (`grayscale`, `blur`, `rotate`), `sigma`, `angle`, `width`, `height`, `quality`.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, Error> {
        let (mut op, mut sigma, mut quarters) = (String::from("grayscale"), 3.0, 1);
        let (mut width, mut height, mut quality) = (None, None, 85);
        for argument in arguments {
            let (key, value) = argument.split_once('=').unwrap_or((&argument, ""));
            match key {
                "op" => op = value.to_string(),
                "sigma" => sigma = number(key, value, 0.1, 50.0)?,
                "angle" => quarters = quarter_turns(value)?,
                "width" => width = Some(number(key, value, 1, MAX_SIDE)?),
                "height" => height = Some(number(key, value, 1, MAX_SIDE)?),
                "quality" => quality = number(key, value, 1, 100)?,
                _ => {
                    let known = "op, sigma, angle, width, height, quality";
                    return Err(Error::Usage(format!("unknown option \"{key}\"; there are {known}")));
                }
            }
        }
        let operation = match op.as_str() {
            "grayscale" => Operation::Grayscale,
            "blur" => Operation::Blur { sigma },
            "rotate" => Operation::Rotate { quarters },
            _ => return Err(Error::Usage(format!("unknown op \"{op}\"; there are grayscale, blur, rotate"))),
        };
        Ok(Self { operation, width, height, quality })
    }
}

fn number<T: std::str::FromStr + PartialOrd + std::fmt::Display>(key: &str, value: &str, min: T, max: T) -> Result<T, Error> {
    match value.parse::<T>() {
        Ok(number) if number >= min && number <= max => Ok(number),
        _ => Err(Error::Usage(format!("{key}={value} is not a number from {min} to {max}"))),
    }
}

fn quarter_turns(value: &str) -> Result<u32, Error> {
    match value {
        "90" => Ok(1),
        "180" => Ok(2),
        "270" => Ok(3),
        _ => Err(Error::Usage(format!("angle={value} is not 90, 180 or 270"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options, Error> {
        Options::parse(arguments.iter().map(|a| a.to_string()))
    }

    #[test]
    fn without_arguments_it_makes_grey() {
        let expected = Options { operation: Operation::Grayscale, width: None, height: None, quality: 85 };
        assert_eq!(parse(&[]).unwrap(), expected);
    }

    #[test]
    fn every_option_is_read() {
        assert_eq!(parse(&["op=blur", "sigma=1.5"]).unwrap().operation, Operation::Blur { sigma: 1.5 });
        assert_eq!(parse(&["angle=270", "op=rotate"]).unwrap().operation, Operation::Rotate { quarters: 3 });
        let sized = parse(&["width=10", "height=20", "quality=30"]).unwrap();
        assert_eq!((sized.width, sized.height, sized.quality), (Some(10), Some(20), 30));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let bad = ["op=sharpen", "colour=red", "width=0", "width=9000", "width=-1", "width=", "sigma=NaN", "angle=45", "quality=101", "op"];
        for argument in bad {
            assert!(matches!(parse(&[argument]), Err(Error::Usage(_))), "{argument}");
        }
    }
}

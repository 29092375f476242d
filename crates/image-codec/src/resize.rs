/// Three bytes a pixel, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rgb8 {
    pub width: u32,
    pub height: u32,
    pub data: Vec<u8>,
}

/// How one row or column of the result is mixed: the first source index, and the second's share of it.
struct Tap {
    first: usize,
    second: usize,
    share: f64,
}

/// Resizes as GIL's `resize_view` with its `bilinear_sampler` does: the corners' centres lie on each other, each pixel is mixed
/// of the four around its place (so a smaller picture skips pixels, it does not average them), and the mix is rounded down.
/// The one difference: where a side of the source is one pixel, GIL leaves the last row or column unset, and here it is set.
pub fn resize(source: &Rgb8, width: u32, height: u32) -> Rgb8 {
    let columns = taps(source.width, width);
    let rows = taps(source.height, height);
    let mut data = Vec::with_capacity(width as usize * height as usize * 3);
    let stride = source.width as usize * 3;
    for row in &rows {
        let upper = &source.data[row.first * stride..][..stride];
        let lower = &source.data[row.second * stride..][..stride];
        for column in &columns {
            let (left, right) = (column.first * 3, column.second * 3);
            let weights = [
                (1.0 - column.share) * (1.0 - row.share),
                column.share * (1.0 - row.share),
                (1.0 - column.share) * row.share,
                column.share * row.share,
            ];
            for channel in 0..3 {
                let corners =
                    [upper[left + channel], upper[right + channel], lower[left + channel], lower[right + channel]];
                let mix =
                    corners.iter().zip(weights).fold(0.0, |sum, (&corner, weight)| sum + f64::from(corner) * weight);
                data.push(mix as u8);
            }
        }
    }
    Rgb8 { width, height, data }
}

/// The place of each of `length` pixels in a side of `source` pixels, in the steps in which the reference's matrices round.
fn taps(source: u32, length: u32) -> Vec<Tap> {
    let from = f64::from(source.max(2) - 1);
    let to = f64::from(length.max(2) - 1);
    let scale = from / to;
    let offset = -to / 2.0 * scale + from / 2.0;
    let last = source as usize - 1;
    (0..length)
        .map(|index| {
            let place = scale * f64::from(index) + offset;
            let floor = place.floor();
            // Rounding may put the first place a hair before the first pixel, and the last one behind the last.
            if floor < 0.0 {
                return Tap { first: 0, second: 0, share: 0.0 };
            }
            let first = (floor as usize).min(last);
            if first == last {
                return Tap { first, second: first, share: 0.0 };
            }
            Tap { first, second: first + 1, share: place - floor }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: u32, height: u32, values: &[u8]) -> Rgb8 {
        Rgb8 { width, height, data: values.iter().flat_map(|&value| [value; 3]).collect() }
    }

    #[test]
    fn the_same_size_is_the_same_picture() {
        for (width, height) in [(1, 1), (2, 3), (5, 1), (7, 4)] {
            let values: Vec<u8> = (0..width * height).map(|index| (index * 37 % 256) as u8).collect();
            let picture = grey(width, height, &values);
            assert_eq!(resize(&picture, width, height), picture);
        }
    }

    #[test]
    fn corners_stay_and_the_middle_is_mixed_and_rounded_down() {
        let larger = resize(&grey(2, 2, &[0, 101, 202, 255]), 3, 3);
        let red: Vec<u8> = larger.data.iter().step_by(3).copied().collect();
        assert_eq!(red, [0, 50, 101, 101, 139, 178, 202, 228, 255]);
    }

    #[test]
    fn a_smaller_picture_skips_pixels() {
        let smaller = resize(&grey(5, 1, &[10, 99, 20, 99, 30]), 3, 1);
        assert_eq!(smaller.data.iter().step_by(3).copied().collect::<Vec<u8>>(), [10, 20, 30]);
    }

    #[test]
    fn one_pixel_fills_any_size() {
        assert!(resize(&grey(1, 1, &[7]), 4, 3).data.iter().all(|&value| value == 7));
    }

    #[test]
    fn no_pixels_are_no_pixels() {
        assert_eq!(resize(&grey(2, 2, &[1, 2, 3, 4]), 0, 5).data.len(), 0);
    }
}

//! Query strings, as `application/x-www-form-urlencoded` writes them.

/// The pairs of a query string, decoded, in their order. A part without `=` has an empty value.
pub(crate) fn parse_query(query: &str) -> Vec<(String, String)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(key, value)| (decode(key), decode(value)))
        .collect()
}

/// The pairs of arguments that a host has already decoded: `key=value`, `--key=value`, `key`. A `--` alone is for
/// shells and nothing here.
pub(crate) fn parse_arguments(arguments: impl IntoIterator<Item = String>) -> Vec<(String, String)> {
    let pair = |argument: String| {
        let option = argument.strip_prefix("--").unwrap_or(&argument);
        let (key, value) = option.split_once('=').unwrap_or((option, ""));
        (key.to_string(), value.to_string())
    };
    arguments.into_iter().filter(|argument| argument != "--").map(pair).collect()
}

/// Undoes `%xx` and `+`. What is no valid escape stays as it is; bytes that are no UTF-8 become replacement characters.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = match bytes[at] {
            b'%' => {
                bytes.get(at + 1).zip(bytes.get(at + 2)).and_then(|(&high, &low)| Some(hex(high)? << 4 | hex(low)?))
            }
            _ => None,
        };
        decoded.push(match (escape, bytes[at]) {
            (Some(byte), _) => byte,
            (None, b'+') => b' ',
            (None, byte) => byte,
        });
        at += if escape.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn hex(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(query: &str) -> Vec<(String, String)> {
        parse_query(query)
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.into(), value.into())
    }

    #[test]
    fn pairs_are_decoded_after_they_are_split() {
        assert_eq!(pairs("a=1&b=x%26y%3Dz&c"), [pair("a", "1"), pair("b", "x&y=z"), pair("c", "")]);
        assert_eq!(pairs("name=Ada+L.&n%C3%A4=%F0%9F%90%A6"), [pair("name", "Ada L."), pair("nä", "🐦")]);
        assert_eq!(pairs("a=b=c&&"), [pair("a", "b=c")]);
        assert_eq!(pairs(""), []);
    }

    #[test]
    fn broken_escapes_stay_and_broken_text_is_replaced() {
        assert_eq!(
            pairs("a=%&b=%4&c=%zz&d=%ff"),
            [pair("a", "%"), pair("b", "%4"), pair("c", "%zz"), pair("d", "\u{fffd}")]
        );
        assert_eq!(pairs("a=%+1"), [pair("a", "% 1")]);
    }

    #[test]
    fn arguments_may_have_dashes() {
        let arguments = ["--", "model=birds", "--top=3", "--raw", "a=b=c"].map(String::from);
        assert_eq!(
            parse_arguments(arguments),
            [pair("model", "birds"), pair("top", "3"), pair("raw", ""), pair("a", "b=c")]
        );
    }
}

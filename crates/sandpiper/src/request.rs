use std::io::Read;

use crate::query::{parse_arguments, parse_query};
use crate::{Abi, Error, OrError, Result};

/// One HTTP request, whole.
///
/// Under [`Abi::Stdio`] a program learns the body and the query alone: the method is then `POST`, the path `/`, and
/// there are no headers.
#[derive(Clone, Debug)]
pub struct Request {
    abi: Abi,
    method: String,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// A request of your own, for tests of handlers. `target` is a path, perhaps with a query string.
    ///
    /// ```
    /// use sandpiper::Request;
    ///
    /// let request = Request::new("PUT", "/birds/7?name=Ada+L.").with_header("Accept", "text/plain").with_body("x");
    /// assert_eq!((request.method(), request.path(), request.query("name")), ("PUT", "/birds/7", Some("Ada L.")));
    /// assert_eq!((request.header("accept"), request.body()), (Some("text/plain"), &b"x"[..]));
    /// ```
    pub fn new(method: impl Into<String>, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            abi: Abi::Cgi,
            method: method.into(),
            path: path.to_string(),
            query: parse_query(query),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// The same request with one header more.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_ascii_lowercase(), value.into()));
        self
    }

    /// The same request with this body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The request this process was started for.
    ///
    /// # Errors
    /// A failure when standard input cannot be read.
    pub fn of_process() -> Result<Self> {
        let mut request = match Abi::of_process() {
            Abi::Stdio => Self {
                abi: Abi::Stdio,
                query: parse_arguments(
                    std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()),
                ),
                ..Self::new("POST", "/")
            },
            Abi::Cgi => Self::of_cgi(
                std::env::vars_os()
                    .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned())),
            ),
        };
        std::io::stdin().lock().read_to_end(&mut request.body).or_failure("the request's body could not be read")?;
        Ok(request)
    }

    /// All but the body, from the variables of RFC 3875, section 4.1.
    fn of_cgi(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut request = Self::new("GET", "/");
        for (name, value) in variables {
            match name.as_str() {
                "REQUEST_METHOD" => request.method = value,
                "PATH_INFO" if value.is_empty() => {}
                "PATH_INFO" => request.path = value,
                "QUERY_STRING" => request.query = parse_query(&value),
                // They are there and empty when the request had none.
                "CONTENT_TYPE" | "CONTENT_LENGTH" if value.is_empty() => {}
                "CONTENT_TYPE" | "CONTENT_LENGTH" => request.headers.push((to_header_name(&name), value)),
                _ => {
                    if let Some(name) = name.strip_prefix("HTTP_") {
                        request.headers.push((to_header_name(name), value));
                    }
                }
            }
        }
        request
    }

    /// How the request came in.
    pub fn abi(&self) -> Abi {
        self.abi
    }

    /// `GET`, `POST` ...
    pub fn method(&self) -> &str {
        &self.method
    }

    /// What follows the function's own path, decoded; `/` when nothing does. A function at `/birds` that is asked for
    /// `/birds/7` sees `/7`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The first value of an option of the query string, decoded: with `?width=100&raw` it is `Some("100")` for `width`,
    /// `Some("")` for `raw`, `None` for anything else.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query_pairs().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Every pair of the query string, decoded, in its order.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The first option of the query string that is not one of `known`, as an error that says so.
    ///
    /// ```
    /// use sandpiper::Request;
    ///
    /// let error = Request::new("GET", "/?widht=7").only(&["width", "height"]).unwrap_err();
    /// assert_eq!(error.to_string(), "unknown option \"widht\"; there are width, height");
    /// ```
    ///
    /// # Errors
    /// Of kind usage.
    pub fn only(&self, known: &[&str]) -> Result<()> {
        match self.query_pairs().find(|(key, _)| !known.contains(key)) {
            Some((key, _)) if known.is_empty() => {
                Err(Error::usage(format!("unknown option \"{key}\"; there are none")))
            }
            Some((key, _)) => Err(Error::usage(format!("unknown option \"{key}\"; there are {}", known.join(", ")))),
            None => Ok(()),
        }
    }

    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Every header: its name in lower case, its value.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The body's bytes.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body's bytes, to keep.
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }

    /// The body as text.
    ///
    /// # Errors
    /// Of kind data when it is not UTF-8.
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.body).or_data("the body is not UTF-8")
    }

    /// The body as JSON.
    ///
    /// ```
    /// #[derive(serde::Deserialize)]
    /// struct Greeting {
    ///     name: String,
    /// }
    ///
    /// let request = sandpiper::Request::new("POST", "/").with_body(r#"{"name": "Ada"}"#);
    /// assert_eq!(request.json::<Greeting>()?.name, "Ada");
    /// # Ok::<(), sandpiper::Error>(())
    /// ```
    ///
    /// # Errors
    /// Of kind data, with what is wrong and where.
    #[cfg(feature = "json")]
    #[cfg_attr(docsrs, doc(cfg(feature = "json")))]
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body)
            .map_err(|error| Error::data(format!("the body is not the JSON that is asked for: {error}")))
    }
}

fn to_header_name(variable: &str) -> String {
    variable.to_ascii_lowercase().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_cgi(variables: &[(&str, &str)]) -> Request {
        Request::of_cgi(variables.iter().map(|(name, value)| (name.to_string(), value.to_string())))
    }

    #[test]
    fn a_cgi_environment_is_a_request() {
        let request = of_cgi(&[
            ("REQUEST_METHOD", "PUT"),
            ("PATH_INFO", "/7/ä b"),
            ("QUERY_STRING", "a=1&a=2&b=%20"),
            ("CONTENT_TYPE", "text/plain"),
            ("CONTENT_LENGTH", "3"),
            ("HTTP_X_REQUEST_ID", "q"),
            ("HOME", "/"),
        ]);
        assert_eq!((request.method(), request.path(), request.abi()), ("PUT", "/7/ä b", Abi::Cgi));
        assert_eq!((request.query("a"), request.query("b"), request.query("c")), (Some("1"), Some(" "), None));
        assert_eq!(request.query_pairs().count(), 3);
        assert_eq!((request.header("Content-Type"), request.header("x-request-id")), (Some("text/plain"), Some("q")));
        assert_eq!(request.headers().count(), 3);
    }

    #[test]
    fn what_is_empty_in_cgi_is_not_there() {
        let request = of_cgi(&[("PATH_INFO", ""), ("QUERY_STRING", ""), ("CONTENT_TYPE", "")]);
        assert_eq!((request.path(), request.header("content-type"), request.query_pairs().count()), ("/", None, 0));
    }

    #[test]
    fn a_body_that_is_no_text_is_the_callers_fault() {
        let request = Request::new("POST", "/").with_body([0xff]);
        assert_eq!(request.text().unwrap_err().kind(), crate::ErrorKind::Data);
    }
}

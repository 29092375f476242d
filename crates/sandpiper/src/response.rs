use crate::{Error, Result};

/// One HTTP response.
///
/// Under [`Abi::Stdio`](crate::Abi::Stdio) only the body is passed on: the host tells its type by its first bytes (or
/// its settings do), and a status from 400 to 499 becomes a refusal with the body as the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Response {
    fn of(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, headers: vec![("content-type".to_string(), content_type.to_string())], body: body.into() }
    }

    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of("text/plain; charset=utf-8", text.into())
    }

    /// An HTML page.
    pub fn html(html: impl Into<String>) -> Self {
        Self::of("text/html; charset=utf-8", html.into())
    }

    /// Bytes. What they are, [`with_content_type`](Self::with_content_type) says: `application/octet-stream` until then.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self::of("application/octet-stream", bytes)
    }

    /// Nothing: 204, no body.
    pub fn empty() -> Self {
        Self { status: 204, headers: Vec::new(), body: Vec::new() }
    }

    /// JSON.
    ///
    /// ```
    /// #[derive(serde::Serialize)]
    /// struct Bird {
    ///     name: &'static str,
    /// }
    ///
    /// let response = sandpiper::Response::json(&Bird { name: "dunlin" })?;
    /// assert_eq!(response.body(), br#"{"name":"dunlin"}"#);
    /// # Ok::<(), sandpiper::Error>(())
    /// ```
    ///
    /// # Errors
    /// A failure when `value` cannot be written as JSON, such as a map whose keys are no text.
    #[cfg(feature = "json")]
    #[cfg_attr(docsrs, doc(cfg(feature = "json")))]
    pub fn json(value: &(impl serde::Serialize + ?Sized)) -> Result<Self> {
        Ok(Self::of("application/json", serde_json::to_vec(value)?))
    }

    /// Sends the caller elsewhere, to be asked for with `GET`: 303. Another status is set after it. It takes the `cgi` ABI.
    ///
    /// # Errors
    /// A failure when `location` has a line break or another control character in it.
    pub fn redirect(location: &str) -> Result<Self> {
        Self { status: 303, headers: Vec::new(), body: Vec::new() }.with_header("location", location)
    }

    /// The same response with this status.
    ///
    /// # Errors
    /// A failure when it is not from 200 to 599.
    pub fn with_status(self, status: u16) -> Result<Self> {
        match status {
            200..=599 => Ok(Self { status, ..self }),
            _ => Err(Error::failure(format!("{status} is no status a response can have"))),
        }
    }

    /// The same response with this header, in the place of any of that name; `set-cookie` is added to those that are there.
    ///
    /// ```
    /// # use sandpiper::Response;
    /// let response = Response::text("hi").with_header("Cache-Control", "no-store")?;
    /// assert_eq!(response.header("cache-control"), Some("no-store"));
    /// assert!(Response::text("hi").with_header("x-name", "a\r\nset-cookie: b").is_err());
    /// # Ok::<(), sandpiper::Error>(())
    /// ```
    ///
    /// # Errors
    /// A failure when the name is no token of HTTP, or the value has a line break or another control character in it.
    /// So nothing that a caller sent can become another header.
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Result<Self> {
        let value = value.into();
        let name = name.to_ascii_lowercase();
        if name.is_empty() || !name.bytes().all(is_token) {
            return Err(Error::failure(format!("{name:?} is no name of a header")));
        }
        if value.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t') {
            return Err(Error::failure(format!("the header {name} would have a control character in it: {value:?}")));
        }
        if name != "set-cookie" {
            self.headers.retain(|(other, _)| *other != name);
        }
        self.headers.push((name, value));
        Ok(self)
    }

    /// The same response with this `content-type`.
    ///
    /// # Errors
    /// As [`with_header`](Self::with_header).
    pub fn with_content_type(self, content_type: &str) -> Result<Self> {
        self.with_header("content-type", content_type)
    }

    /// 200 and so on.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The first header of this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body's bytes.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body's bytes, to keep.
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }

    /// As a CGI program writes it: RFC 3875, section 6.
    pub(crate) fn into_cgi(self) -> Vec<u8> {
        // Never without the status: a `Location` alone would let the host answer with another page in its place.
        let mut head = format!("Status: {}\r\n", self.status);
        for (name, value) in &self.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        let mut output = head.into_bytes();
        output.extend_from_slice(&self.body);
        output
    }
}

/// Characters of a header's name: `tchar` of RFC 9110, section 5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

impl From<String> for Response {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<&str> for Response {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<Vec<u8>> for Response {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl From<()> for Response {
    fn from((): ()) -> Self {
        Self::empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cgi(response: Response) -> String {
        String::from_utf8(response.into_cgi()).unwrap()
    }

    #[test]
    fn cgi_has_status_headers_and_body() {
        let response = Response::text("hi").with_status(404).unwrap().with_header("X-Bird", "dunlin").unwrap();
        assert_eq!(cgi(response), "Status: 404\r\ncontent-type: text/plain; charset=utf-8\r\nx-bird: dunlin\r\n\r\nhi");
        assert_eq!(cgi(Response::redirect("/a").unwrap()), "Status: 303\r\nlocation: /a\r\n\r\n");
        assert_eq!(cgi(().into()), "Status: 204\r\n\r\n");
    }

    #[test]
    fn a_header_is_there_once_but_for_cookies() {
        let response = Response::html("").with_content_type("text/plain").unwrap();
        assert_eq!(cgi(response), "Status: 200\r\ncontent-type: text/plain\r\n\r\n");
        let response =
            Response::empty().with_header("Set-Cookie", "a=1").unwrap().with_header("set-cookie", "b=2").unwrap();
        assert_eq!(cgi(response), "Status: 204\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n\r\n");
    }

    #[test]
    fn nothing_can_become_another_header() {
        for value in ["a\r\nb: c", "a\nb", "a\rb", "a\0b", "\u{7f}"] {
            assert!(Response::empty().with_header("x", value).is_err(), "{value:?}");
            assert!(Response::redirect(value).is_err(), "{value:?}");
            assert!(Response::bytes([]).with_content_type(value).is_err(), "{value:?}");
        }
        for name in ["", "a b", "a:", "a\n", "ä"] {
            assert!(Response::empty().with_header(name, "x").is_err(), "{name:?}");
        }
        assert!([0, 100, 199, 600].iter().all(|status| Response::empty().with_status(*status).is_err()));
    }
}

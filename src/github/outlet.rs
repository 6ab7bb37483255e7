//! The way to the API's host: straight, or through the proxy that the environment names.
//!
//! The proxy sees the host's name and encrypted bytes, never the token. It refuses proxies that
//! are not spoken to in plain HTTP, and nothing here follows a redirect.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, HeaderName, HeaderValue, USER_AGENT};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connect, HttpConnector};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioExecutor;
use octocrab::service::middleware::extra_headers::ExtraHeadersLayer;
use octocrab::{AuthState, OctoBody, Octocrab, OctocrabBuilder};

use super::problem::{self, PublishError};
use super::target::{Config, Token};

const CONNECT: Duration = Duration::from_secs(10);

/// What `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, in small letters or capitals.
#[derive(Clone, Default)]
pub struct Proxies {
    all: String,
    https: String,
    http: String,
    none: String,
}

impl Proxies {
    /// Small letters win, as in most programs.
    #[must_use]
    pub fn read(env: &dyn Fn(&str) -> Option<String>) -> Self {
        let first = |name: &str| {
            env(&name.to_lowercase())
                .filter(|value| !value.trim().is_empty())
                .or_else(|| env(name))
                .unwrap_or_default()
        };
        Self {
            all: first("ALL_PROXY"),
            https: first("HTTPS_PROXY"),
            http: first("HTTP_PROXY"),
            none: first("NO_PROXY"),
        }
    }

    fn for_address(&self, address: &http::Uri) -> Option<Intercept> {
        Matcher::builder()
            .all(self.all.clone())
            .https(self.https.clone())
            .http(self.http.clone())
            .no(self.none.clone())
            .build()
            .intercept(address)
    }
}

/// A proxy's address may hold a password.
impl fmt::Debug for Proxies {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Proxies(***)")
    }
}

/// A client for the API's host; nothing is sent yet.
pub(super) fn client(config: &Config) -> Result<Octocrab, PublishError> {
    let base = config.base_uri()?;
    let mut direct = HttpConnector::new();
    direct.enforce_http(false);
    direct.set_connect_timeout(Some(CONNECT));
    let tls = || {
        HttpsConnectorBuilder::new()
            .with_native_roots()
            .map(|builder| builder.https_or_http().enable_http1())
            .map_err(|source| PublishError::Certificate {
                chain: problem::chain(&source),
            })
    };
    let builder = Client::builder(TokioExecutor::new());
    match config.proxies.for_address(&base) {
        None => {
            let connector: HttpsConnector<HttpConnector> = tls()?.wrap_connector(direct);
            Ok(octocrab(builder.build(connector), &config.token))
        }
        Some(proxy) => {
            let connector = tls()?.wrap_connector(tunnel(&proxy, direct)?);
            Ok(octocrab(builder.build(connector), &config.token))
        }
    }
}

fn tunnel(proxy: &Intercept, direct: HttpConnector) -> Result<Tunnel<HttpConnector>, PublishError> {
    let scheme = proxy.uri().scheme_str().unwrap_or_default();
    if scheme != "http" {
        return Err(PublishError::Proxy {
            chain: format!("a proxy of the kind {scheme:?} is not supported"),
        });
    }
    let tunnel = Tunnel::new(proxy.uri().clone(), direct);
    Ok(match proxy.basic_auth() {
        Some(word) => tunnel.with_auth(word.clone()),
        None => tunnel,
    })
}

fn octocrab<C>(client: Client<C, OctoBody>, token: &Token) -> Octocrab
where
    C: Connect + Clone + Send + Sync + 'static,
{
    let Ok(octocrab) = OctocrabBuilder::new_empty()
        .with_service(client)
        .with_layer(&ExtraHeadersLayer::new(Arc::new(headers(token))))
        .with_auth(AuthState::None)
        .build();
    octocrab
}

fn headers(token: &Token) -> Vec<(HeaderName, HeaderValue)> {
    let mut headers = vec![
        (USER_AGENT, HeaderValue::from_static("portfolio-check")),
        (
            ACCEPT,
            HeaderValue::from_static("application/vnd.github+json"),
        ),
    ];
    // A token holds only what may stand in a header.
    if let Ok(mut word) = HeaderValue::from_str(&format!("Bearer {}", token.secret())) {
        word.set_sensitive(true);
        headers.push((AUTHORIZATION, word));
    }
    headers
}

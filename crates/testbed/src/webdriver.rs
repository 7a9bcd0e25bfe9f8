//! A browser window under control: WebKit's own driver, or Chromium's, spoken to directly.

use std::{
    net::TcpListener,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use ureq::Agent;

use super::{PATIENCE, Process, VirtualDesktop};

/// The key under which the standard hides an element's name.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A running `WebKitWebDriver`, or `chromedriver`.
#[derive(Debug)]
pub struct WebDriver {
    name: &'static str,
    url: String,
    /// What a plain browser is to it.
    browser: Value,
    http: Agent,
    _process: Process,
}

impl WebDriver {
    /// Starts it on a desktop. What it opens inherits `environment`.
    ///
    /// # Errors
    /// If it does not answer.
    pub fn start(desktop: &VirtualDesktop, environment: &[(&str, &str)]) -> Result<Self> {
        let mut command = desktop.command("WebKitWebDriver");
        command
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(environment.iter().copied());
        let browser = json!({"browserName": "MiniBrowser"});
        Self::of(desktop, "WebKitWebDriver", command, browser)
    }

    /// Starts Chromium's, whose pages need no screen.
    ///
    /// # Errors
    /// If it does not answer.
    pub fn start_chromium(desktop: &VirtualDesktop) -> Result<Self> {
        let mut arguments = vec!["--headless=new", "--disable-gpu", "--disable-dev-shm-usage"];
        if rustix::process::geteuid().is_root() {
            // It refuses to give root a sandbox.
            arguments.push("--no-sandbox");
        }
        let browser = json!({
            "browserName": "chrome",
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        });
        let command = desktop.command("chromedriver");
        Self::of(desktop, "chromedriver", command, browser)
    }

    fn of(
        desktop: &VirtualDesktop,
        name: &'static str,
        mut command: Command,
        browser: Value,
    ) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        command.arg(format!("--port={port}"));
        let process = desktop.spawn(name, command)?;
        let http = Agent::config_builder()
            .timeout_global(Some(2 * PATIENCE))
            .http_status_as_error(false)
            .build()
            .new_agent();
        let driver = Self {
            name,
            browser,
            url: format!("http://127.0.0.1:{port}"),
            http,
            _process: process,
        };
        driver.wait_until_it_answers()?;
        Ok(driver)
    }

    /// Opens a program's window, such as that of `porchlight-window`.
    ///
    /// # Errors
    /// If no window with a page comes up.
    pub fn open(&self, program: &Path, arguments: &[&str]) -> Result<Browser> {
        self.session(&json!({"webkitgtk:browserOptions": {"binary": program, "args": arguments}}))
    }

    /// Opens a page in a plain browser.
    ///
    /// # Errors
    /// If the browser does not start or the page does not load.
    pub fn browse(&self, url: &str) -> Result<Browser> {
        let browser = self.session(&self.browser)?;
        browser.go_to(url)?;
        Ok(browser)
    }

    fn session(&self, capabilities: &Value) -> Result<Browser> {
        let url = format!("{}/session", self.url);
        let answer = ask(
            &self.http,
            "POST",
            &url,
            &json!({"capabilities": {"alwaysMatch": capabilities}}),
        )?;
        let id = answer["sessionId"]
            .as_str()
            .with_context(|| format!("no session in {answer}"))?;
        let browser = Browser {
            url: format!("{url}/{id}"),
            http: self.http.clone(),
        };
        browser.post(
            "timeouts",
            &json!({"implicit": PATIENCE.as_millis(), "script": PATIENCE.as_millis()}),
        )?;
        Ok(browser)
    }

    /// The driver does not say when it is ready, so this asks until it answers.
    fn wait_until_it_answers(&self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.http.get(format!("{}/status", self.url)).call() {
                Ok(_) => return Ok(()),
                Err(error) if Instant::now() > deadline => {
                    return Err(error).with_context(|| format!("{} does not answer", self.name));
                }
                Err(_) => thread::sleep(Duration::from_millis(20)),
            }
        }
    }
}

/// A window with a page. Dropping it closes it.
#[derive(Debug)]
pub struct Browser {
    url: String,
    http: Agent,
}

impl Browser {
    /// The element with this `data-testid`, waited for.
    ///
    /// # Errors
    /// If it does not appear.
    pub fn find(&self, test_id: &str) -> Result<Element<'_>> {
        self.by("css selector", &format!("[data-testid='{test_id}']"))
    }

    /// The element with this `data-testid` once it contains a text.
    ///
    /// # Errors
    /// If it does not in time; the error holds what the page says instead.
    pub fn saying(&self, test_id: &str, text: &str) -> Result<Element<'_>> {
        self.by(
            "xpath",
            &format!("//*[@data-testid={test_id:?} and contains(normalize-space(.), {text:?})]"),
        )
    }

    /// The element that an `XPath` expression finds, waited for.
    ///
    /// # Errors
    /// If it does not appear; the error holds what the page says instead.
    pub fn xpath(&self, expression: &str) -> Result<Element<'_>> {
        self.by("xpath", expression)
    }

    /// Drags with the mouse from one point of the window to another, both from its left and its top in CSS pixels.
    ///
    /// # Errors
    /// If a point is outside.
    pub fn drag(&self, from: (f64, f64), to: (f64, f64)) -> Result<()> {
        let to_point = |(x, y): (f64, f64)| json!({"type": "pointerMove", "duration": 50, "x": x.round(), "y": y.round()});
        let between = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
        let actions = json!([
            to_point(from),
            {"type": "pointerDown", "button": 0},
            to_point(between),
            to_point(to),
            {"type": "pointerUp", "button": 0},
        ]);
        let mouse = json!({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions});
        self.post("actions", &json!({"actions": [mouse]})).map(drop)
    }

    /// Runs a script in the page and returns what it returns.
    ///
    /// # Errors
    /// If it throws.
    pub fn run(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        self.post(
            "execute/sync",
            &json!({"script": script, "args": arguments}),
        )
    }

    /// Runs a script that calls its last argument once it is done.
    ///
    /// # Errors
    /// If it throws, or never calls it.
    pub fn run_until_called(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        self.post(
            "execute/async",
            &json!({"script": script, "args": arguments}),
        )
    }

    /// Goes to another page in the same tab.
    ///
    /// # Errors
    /// If it does not load.
    pub fn go_to(&self, url: &str) -> Result<()> {
        self.post("url", &json!({"url": url})).map(drop)
    }

    /// Goes back to the page before.
    ///
    /// # Errors
    /// If there is none.
    pub fn go_back(&self) -> Result<()> {
        self.post("back", &json!({})).map(drop)
    }

    /// Names the tab that is in front.
    ///
    /// # Errors
    /// If it was closed.
    pub fn tab(&self) -> Result<String> {
        let tab = self.get("window")?;
        Ok(tab.as_str().context("the driver names no tab")?.to_owned())
    }

    /// Opens a page in another tab, turns to it, and names it.
    ///
    /// # Errors
    /// If the page does not load.
    pub fn open_tab(&self, url: &str) -> Result<String> {
        let opened = self.post("window/new", &json!({"type": "tab"}))?;
        let tab = opened["handle"]
            .as_str()
            .context("the driver names no tab")?;
        self.turn_to(tab)?;
        self.go_to(url)?;
        Ok(tab.to_owned())
    }

    /// Turns to a tab.
    ///
    /// # Errors
    /// If it was closed.
    pub fn turn_to(&self, tab: &str) -> Result<()> {
        self.post("window", &json!({"handle": tab})).map(drop)
    }

    /// Closes the tab that is in front. Another has to be turned to.
    ///
    /// # Errors
    /// If it was closed.
    pub fn close_tab(&self) -> Result<()> {
        self.http.delete(format!("{}/window", self.url)).call()?;
        Ok(())
    }

    /// Has Chromium freeze the tab that is in front, as it does with tabs that nobody looks at for long.
    ///
    /// # Errors
    /// If it cannot, as no other browser can.
    pub fn freeze(&self) -> Result<()> {
        self.lifecycle("frozen")
    }

    /// Has Chromium wake it again.
    ///
    /// # Errors
    /// If it cannot.
    pub fn thaw(&self) -> Result<()> {
        self.lifecycle("active")
    }

    /// Has Chromium show pages in a theme, `light` or `dark`, as on a screen of this width in CSS pixels.
    ///
    /// # Errors
    /// If it cannot, as no other browser can.
    pub fn emulate(&self, theme: &str, width: u32) -> Result<()> {
        let theme = json!({"features": [{"name": "prefers-color-scheme", "value": theme}]});
        let screen =
            json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false});
        for (command, params) in [
            ("Emulation.setEmulatedMedia", theme),
            ("Emulation.setDeviceMetricsOverride", screen),
        ] {
            let command = json!({"cmd": command, "params": params});
            self.post("goog/cdp/execute", &command)?;
        }
        Ok(())
    }

    fn lifecycle(&self, state: &str) -> Result<()> {
        let command = json!({"cmd": "Page.setWebLifecycleState", "params": {"state": state}});
        self.post("goog/cdp/execute", &command).map(drop)
    }

    /// What Chromium complains of since this was asked last, such as what a policy forbids. No other browser tells.
    ///
    /// # Errors
    /// If it does not tell.
    pub fn complaints(&self) -> Result<Vec<String>> {
        let entries = self.post("se/log", &json!({"type": "browser"}))?;
        let entries = entries.as_array().context("the driver has no log")?;
        let complaints = entries
            .iter()
            .filter(|entry| entry["level"] != "INFO" && entry["level"] != "DEBUG");
        Ok(complaints
            .filter_map(|entry| entry["message"].as_str().map(str::to_owned))
            .collect())
    }

    /// All the text that the page shows.
    ///
    /// # Errors
    /// If the page is gone.
    pub fn text(&self) -> Result<String> {
        let text = self.run("return document.body ? document.body.innerText : ''", &[])?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    fn by(&self, using: &str, value: &str) -> Result<Element<'_>> {
        let found = self
            .post("element", &json!({"using": using, "value": value}))
            .map_err(|error| {
                let text = self.text().unwrap_or_default();
                anyhow!("{value} is not there ({error:#}). The page says:\n{text}")
            })?;
        let id = found[ELEMENT]
            .as_str()
            .context("the driver names no element")?
            .to_owned();
        Ok(Element { browser: self, id })
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        ask(&self.http, "POST", &format!("{}/{path}", self.url), body)
    }

    fn get(&self, path: &str) -> Result<Value> {
        ask(
            &self.http,
            "GET",
            &format!("{}/{path}", self.url),
            &Value::Null,
        )
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.http.delete(&self.url).call();
    }
}

/// An element of a page.
#[derive(Debug)]
pub struct Element<'a> {
    browser: &'a Browser,
    id: String,
}

impl Element<'_> {
    /// Clicks it.
    ///
    /// # Errors
    /// If it is gone or covered.
    pub fn click(&self) -> Result<()> {
        self.browser.post(&self.path("click"), &json!({})).map(drop)
    }

    /// Types into it.
    ///
    /// # Errors
    /// If it takes no text.
    pub fn types(&self, text: &str) -> Result<()> {
        self.browser
            .post(&self.path("value"), &json!({"text": text}))
            .map(drop)
    }

    /// The text it shows.
    ///
    /// # Errors
    /// If it is gone.
    pub fn text(&self) -> Result<String> {
        Ok(self
            .browser
            .get(&self.path("text"))?
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// An attribute, if it has it.
    ///
    /// # Errors
    /// If it is gone.
    pub fn attribute(&self, name: &str) -> Result<Option<String>> {
        Ok(self
            .browser
            .get(&self.path(&format!("attribute/{name}")))?
            .as_str()
            .map(str::to_owned))
    }

    fn path(&self, what: &str) -> String {
        format!("element/{}/{what}", self.id)
    }
}

fn ask(http: &Agent, method: &str, url: &str, body: &Value) -> Result<Value> {
    let mut response = if method == "GET" {
        http.get(url).call()?
    } else {
        http.post(url).send_json(body)?
    };
    let mut answer: Value = response.body_mut().read_json()?;
    let value = answer["value"].take();
    if !response.status().is_success() {
        bail!(
            "{}: {}",
            value["error"].as_str().unwrap_or("error"),
            value["message"].as_str().unwrap_or_default()
        );
    }
    Ok(value)
}

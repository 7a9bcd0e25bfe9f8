//! The widget on a customer's page, in Chromium.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use porchlight_testbed::{Browser, Setup, WebDriver};
use serde_json::json;

use crate::harness::{Desktop, Durations, Server, desktop_with, open_streams};

/// Nobody who works here has an app: only customers are looked at.
fn desktop() -> Desktop {
    desktop_with(Setup {
        panel: false,
        notifications: false,
        ..Setup::default()
    })
}

/// Whoever is there stays there, without an app that says so.
fn server(desktop: &Desktop) -> Server<'_> {
    Server::start_with(
        desktop,
        Durations {
            lease: "60m",
            ..Durations::default()
        },
    )
}

#[test]
fn a_page_with_one_tag_shows_who_comes_and_who_leaves_under_a_strict_policy() {
    let desktop = desktop();
    let server = server(&desktop);
    let site = Site::of(&server.url);
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    let page = driver.browse(&site.page("library")).unwrap();
    says(&page, "library", "offline");
    page.run(LISTENS, &[]).unwrap();

    let ana = server.available("ana@example.edu");
    says(&page, "library", "online");
    says(&page, "it", "online");
    assert_eq!(seen(&page, "library"), "Online 1");
    assert_eq!(light(&page, "library"), "rgb(26, 127, 75)", "it is green");
    ana.chooses(&json!({"office": "library"}), "away");
    says(&page, "library", "offline");
    assert_eq!(seen(&page, "library"), "Offline ");
    ana.leaves();
    says(&page, "it", "offline");
    for office in ["library", "it"] {
        let heard = page.run(HEARD, &[json!(office)]).unwrap();
        assert_eq!(heard, json!(["online 1", "offline 0"]), "{office}");
    }
    assert_eq!(page.complaints().unwrap(), Vec::<String>::new());
}

#[test]
fn all_elements_in_all_tabs_use_one_stream_and_go_on_when_the_tab_that_has_it_is_closed() {
    let desktop = desktop();
    let server = server(&desktop);
    let site = Site::of(&server.url);
    let ana = server.available("ana@example.edu");
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    let browser = driver.browse(&site.page("library")).unwrap();
    says(&browser, "library", "online");
    says(&browser, "it", "online");
    let first = browser.tab().unwrap();
    let second = browser.open_tab(&site.page("library")).unwrap();
    says(&browser, "library", "online");
    open_streams(&server.url, 1);
    browser.open_tab(&site.page("admissions")).unwrap();
    says(&browser, "admissions", "online");
    open_streams(&server.url, 1);

    browser.turn_to(&first).unwrap();
    browser.close_tab().unwrap();
    browser.turn_to(&second).unwrap();
    says(&browser, "library", "online");
    ana.chooses(&json!("everywhere"), "away");
    says(&browser, "library", "offline");
    ana.chooses(&json!("everywhere"), "available");
    says(&browser, "library", "online");
    open_streams(&server.url, 1);
}

#[test]
fn a_page_is_offline_while_the_server_is_gone_or_silent_and_right_again_when_it_is_back() {
    let desktop = desktop();
    let mut server = server(&desktop);
    let site = Site::of(&server.url);
    server.available("ana@example.edu");
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    let page = driver.browse(&site.page("library")).unwrap();
    says(&page, "library", "online");

    server.kill();
    says(&page, "library", "offline");
    server.start_again();
    says(&page, "library", "online");
    server.freeze();
    says(&page, "library", "offline");
    server.thaw();
    says(&page, "library", "online");
}

#[test]
fn an_app_that_changes_pages_shows_the_status_at_once_and_keeps_its_stream() {
    let desktop = desktop();
    let server = server(&desktop);
    let site = Site::of(&server.url);
    server.available("ana@example.edu");
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    let page = driver.browse(&site.page("library")).unwrap();
    says(&page, "library", "online");

    let again = "const old = document.querySelectorAll('porchlight-status'); old.forEach((one) => one.remove()); \
                 const one = document.createElement('porchlight-status'); one.setAttribute('office', 'library'); \
                 document.body.append(one); return one.state";
    assert_eq!(page.run(again, &[]).unwrap(), "online");
    page.run("history.pushState(null, '', '#elsewhere')", &[])
        .unwrap();
    assert_eq!(page.run(again, &[]).unwrap(), "online");
    open_streams(&server.url, 1);
}

#[test]
fn a_page_that_is_put_aside_lets_go_and_shows_nothing_old_when_it_is_back() {
    let desktop = desktop();
    let server = server(&desktop);
    let site = Site::of(&server.url);
    let ana = server.available("ana@example.edu");
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    let page = driver.browse(&site.page("library")).unwrap();
    says(&page, "library", "online");

    page.run("window.kept = true", &[]).unwrap();
    page.go_to(&site.empty()).unwrap();
    open_streams(&server.url, 0);
    ana.chooses(&json!("everywhere"), "away");
    page.go_back().unwrap();
    says(&page, "library", "offline");
    let kept = page.run("return window.kept", &[]).unwrap();
    assert_eq!(kept, true, "it is the same page, as the browser kept it");
    ana.chooses(&json!("everywhere"), "available");
    says(&page, "library", "online");
}

#[test]
fn a_tab_that_the_browser_freezes_lets_go_of_the_stream_and_is_right_again_when_it_is_looked_at() {
    let desktop = desktop();
    let server = server(&desktop);
    let site = Site::of(&server.url);
    let ana = server.available("ana@example.edu");
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    let browser = driver.browse(&site.page("library")).unwrap();
    says(&browser, "library", "online");
    let first = browser.tab().unwrap();
    let second = browser.open_tab(&site.page("library")).unwrap();
    says(&browser, "library", "online");

    browser.turn_to(&first).unwrap();
    browser.freeze().unwrap();
    browser.turn_to(&second).unwrap();
    ana.chooses(&json!("everywhere"), "away");
    says(&browser, "library", "offline");
    ana.chooses(&json!("everywhere"), "available");
    says(&browser, "library", "online");
    open_streams(&server.url, 1);
    browser.turn_to(&first).unwrap();
    browser.thaw().unwrap();
    browser.turn_to(&second).unwrap();
    browser.turn_to(&first).unwrap();
    says(&browser, "library", "online");
    open_streams(&server.url, 1);
}

#[test]
fn the_sample_page_turns_on_and_off_and_its_snippet_is_of_this_server() {
    let desktop = desktop();
    let server = server(&desktop);
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    let page = driver.browse(&format!("{}/demo", server.url)).unwrap();
    says(&page, "library", "offline");
    let ana = server.available("ana@example.edu");
    says(&page, "library", "online");
    page.saying("told", "library is online").unwrap();
    ana.chooses(&json!("everywhere"), "away");
    says(&page, "library", "offline");
    page.saying("told", "library is offline").unwrap();
    let text = page.text().unwrap();
    let tag = format!("<script src=\"{}/widget.js\" async></script>", server.url);
    assert!(text.contains(&tag), "{text}");
    assert_eq!(page.complaints().unwrap(), Vec::<String>::new());
}

/// Keeps what events tell the page.
const LISTENS: &str = "window.heard = {}; for (const state of ['online', 'offline']) { \
    document.addEventListener(`porchlight:${state}`, ({ detail }) => \
        (window.heard[detail.office] ??= []).push(`${state} ${detail.agents}`)) }";

/// What they told of an office. That nobody was there at first may have been told before anybody listened.
const HEARD: &str = "const heard = window.heard[arguments[0]]; return heard[0] === 'offline 0' ? heard.slice(1) : heard";

/// Waits until the page shows an office like this.
fn says(page: &Browser, office: &str, state: &str) {
    let element = format!("//porchlight-status[@office='{office}' and @state='{state}']");
    page.xpath(&element).unwrap();
}

/// What stands in an element.
fn seen(page: &Browser, office: &str) -> String {
    let script = "const root = document.querySelector(`porchlight-status[office=${arguments[0]}]`).shadowRoot; \
                  return [...root.querySelectorAll('[part=text], [part=count]')].map((part) => part.textContent).join(' ')";
    let text = page.run(script, &[json!(office)]).unwrap();
    text.as_str().unwrap().to_owned()
}

/// The colour of an element's light.
fn light(page: &Browser, office: &str) -> String {
    let script = "const root = document.querySelector(`porchlight-status[office=${arguments[0]}]`).shadowRoot; \
                  return getComputedStyle(root.querySelector('[part=dot]')).backgroundColor";
    let colour = page.run(script, &[json!(office)]).unwrap();
    colour.as_str().unwrap().to_owned()
}

/// A customer's site of its own, at an origin of its own, which allows scripts and connections of the server alone, and
/// no style that stands in the page.
struct Site {
    url: String,
}

impl Site {
    fn of(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = server.to_owned();
        // It ends with the tests.
        thread::spawn(move || {
            for visitor in listener.incoming().flatten() {
                let server = server.clone();
                thread::spawn(move || serve(&visitor, &server));
            }
        });
        Self { url }
    }

    /// A page of an office, with the IT desk's in one tag.
    fn page(&self, office: &str) -> String {
        format!("{}/{office}", self.url)
    }

    fn empty(&self) -> String {
        format!("{}/", self.url)
    }
}

/// Answers one request; a browser that opens a connection and asks nothing is let go.
fn serve(mut visitor: &TcpStream, server: &str) {
    let mut lines = BufReader::new(visitor).lines().map_while(Result::ok);
    let Some(request) = lines.next() else { return };
    let office = request
        .split(['/', ' '])
        .nth(2)
        .unwrap_or_default()
        .to_owned();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let body = if office.is_empty() {
        "<!doctype html><title>Elsewhere</title>".to_owned()
    } else {
        format!(
            "<!doctype html><title>{office}</title><script src=\"{server}/widget.js\" async></script>\
             <body><porchlight-status office=\"{office}\" counter></porchlight-status>\
             <script src=\"{server}/widget.js\" data-office=\"it\" async></script></body>"
        )
    };
    let policy = format!(
        "default-src 'none'; script-src {server}; connect-src {server}; require-trusted-types-for 'script'"
    );
    let _ = write!(
        visitor,
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-security-policy: {policy}\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
}

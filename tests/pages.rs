//! The server's pages for the organization's own people, in Chromium.

use std::path::Path;

use porchlight_testbed::{Browser, Setup, WebDriver};
use serde_json::{Value, json};

use crate::harness::{Changes, Desktop, PASSWORD, Server, desktop_with, open_streams};

/// Nobody who works here has an app: browsers are all there is.
fn desktop() -> Desktop {
    desktop_with(Setup {
        panel: false,
        notifications: false,
        ..Setup::default()
    })
}

#[test]
fn whoever_is_invited_joins_by_the_link_and_is_available_from_a_borrowed_browser_until_the_page_is_closed()
 {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    let customers = Changes::of_office(&server.url, "library");
    customers.reach(0);
    let dana = server.sign_in("dana@example.edu");
    let offices = json!([{"office": "library", "role": "agent"}]);
    let body = json!({"email": "gus@example.edu", "offices": offices});
    let code = dana.post("/v1/admin/invitations", body)["code"].clone();
    let code = code.as_str().unwrap();

    let page = driver
        .browse(&format!("{}/join#{code}", server.url))
        .unwrap();
    page.saying("code-use", "gus@example.edu, to Library")
        .unwrap();
    let address = page.run("return location.href", &[]).unwrap();
    assert_eq!(
        address,
        format!("{}/join", server.url),
        "nobody else reads it"
    );
    fill(&page, "name", "Gus Hale");
    fill(&page, "password", "short");
    page.xpath("//form//*[contains(., '3 characters more')]")
        .unwrap();
    fill(&page, "password", PASSWORD);
    submit(&page);
    page.saying("welcome", "Welcome, Gus Hale").unwrap();
    page.find("switch-available").unwrap().click().unwrap();
    page.saying("headline", "Available everywhere").unwrap();
    customers.reach(1);

    let me = page.tab().unwrap();
    page.open_tab(&format!("{}/join#{code}", server.url))
        .unwrap();
    page.saying("problem", "used already").unwrap();
    page.turn_to(&me).unwrap();
    page.go_to(&format!("{}/demo", server.url)).unwrap();
    customers.reach(0);
    page.go_back().unwrap();
    customers.reach(1);
}

#[test]
fn a_password_is_set_by_a_code_and_a_browser_that_is_shut_out_is_led_to_where_one_signs_in() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    let dana = server.sign_in("dana@example.edu");
    let ana = dana.get("/v1/admin/agents");
    let ana = ana.as_array().unwrap().iter();
    let ana = ana
        .clone()
        .find(|agent| agent["name"] == "Ana Lee")
        .unwrap()["id"]
        .clone();
    let ana = ana.as_str().unwrap();
    let reset = dana.post(&format!("/v1/admin/agents/{ana}/password-reset"), json!({}));
    let code = reset["code"].as_str().unwrap();

    let page = driver.browse(&format!("{}/join", server.url)).unwrap();
    fill(&page, "code", code);
    submit(&page);
    page.saying("code-use", "ana@example.edu").unwrap();
    fill(&page, "password", "another lantern");
    submit(&page);
    page.saying("headline", "Offline everywhere").unwrap();
    sign_out(&page);
    sign_in(&page, "ana@example.edu", PASSWORD);
    page.saying("problem", "do not match").unwrap();
    sign_in(&page, "ana@example.edu", "another lantern");
    page.find("sign-out").unwrap();
    page.go_to(&server.url).unwrap();
    page.saying("online", "No agents online").unwrap();

    let sessions = dana.get(&format!("/v1/admin/agents/{ana}/sessions"));
    for session in sessions.as_array().unwrap() {
        let session = session["id"].as_str().unwrap();
        dana.delete(&format!("/v1/admin/agents/{ana}/sessions/{session}"));
    }
    page.xpath("//form[@action='/sign-in']").unwrap();
    open_streams(&server.url, 0);
}

#[test]
fn the_board_follows_everybody_and_its_bolts_wait_for_ten_seconds() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    let bo = server.available("bo@example.edu");
    let page = driver.browse(&format!("{}/sign-in", server.url)).unwrap();
    sign_in(&page, "dana@example.edu", PASSWORD);
    counts(&page, "library", "1", "green");
    page.saying("online", "1 agent online").unwrap();
    let id = bo.presence("library", "Bo Ray")["id"].clone();
    let bolt = format!("bolt-library-{}", id.as_str().unwrap());
    page.find(&bolt).unwrap().click().unwrap();
    page.find("undo").unwrap().click().unwrap();
    page.find(&bolt).unwrap().click().unwrap();
    page.find("act-now").unwrap().click().unwrap();
    counts(&page, "library", "0", "red");
    page.saying(
        &format!("agent-library-{}", id.as_str().unwrap()),
        "set by Dana Fox",
    )
    .unwrap();
    let audit = server.sign_in("dana@example.edu").get("/v1/admin/audit");
    let acts = audit["entries"].as_array().unwrap().iter();
    let away = acts.filter(|entry| entry["act"] == "set_away");
    assert_eq!(away.count(), 1, "what was taken back was never sent");
    bo.chooses(&json!("everywhere"), "available");
    counts(&page, "library", "1", "green");
    page.go_to(&format!("{}/?wall", server.url)).unwrap();
    counts(&page, "library", "1", "green");
    assert_eq!(page.complaints().unwrap(), Vec::<String>::new());
}

#[test]
fn a_board_that_hears_nothing_says_since_when_and_goes_on_by_itself() {
    let desktop = desktop();
    let mut server = Server::start(&desktop);
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    let bo = server.available("bo@example.edu");
    let page = driver.browse(&format!("{}/sign-in", server.url)).unwrap();
    sign_in(&page, "dana@example.edu", PASSWORD);
    counts(&page, "library", "1", "green");
    server.freeze();
    page.saying("out-of-date", "Out of date").unwrap();
    counts(&page, "library", "–", "unknown");
    server.thaw();
    bo.put("/v1/me/activity", json!({"state": "active"}));
    counts(&page, "library", "1", "green");
    server.kill();
    page.saying("out-of-date", "Out of date").unwrap();
    server.start_again();
    counts(&page, "library", "1", "green");
}

#[test]
fn an_owner_sets_up_a_team_on_the_page_and_everything_is_in_the_log() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    let page = driver
        .browse(&format!("{}/sign-in?next=/admin", server.url))
        .unwrap();
    sign_in(&page, "dana@example.edu", PASSWORD);
    page.find("invite").unwrap().click().unwrap();
    fill(&page, "email", "hal@example.edu");
    fill(&page, "name", "Hal Ito");
    page.run(
        "const role = document.querySelector('dialog select'); role.value = 'agent'; \
         role.dispatchEvent(new Event('change'))",
        &[],
    )
    .unwrap();
    page.xpath("//dialog//button[@type='submit']")
        .unwrap()
        .click()
        .unwrap();
    page.find("code-link").unwrap();
    let link = page.run(
        "return document.querySelector('dialog [readonly]').value",
        &[],
    );
    let link = link.unwrap();
    assert!(link.as_str().unwrap().contains("/join#plc_"), "{link}");
    page.find("close").unwrap().click().unwrap();
    page.saying("agents", "Hal Ito").unwrap();

    page.go_to(&format!("{}/admin#offices", server.url))
        .unwrap();
    fill(&page, "office-name", "Night Line");
    submit(&page);
    page.saying("offices", "night-line").unwrap();
    page.saying("done", "Night Line is there").unwrap();
    page.find("office-night-line").unwrap().click().unwrap();
    page.xpath("//dialog//label[contains(., 'Hal Ito')]/input")
        .unwrap()
        .click()
        .unwrap();
    page.xpath("//dialog//button[contains(., 'Make administrators')]")
        .unwrap()
        .click()
        .unwrap();
    page.saying("done", "1 membership changed").unwrap();

    page.go_to(&format!("{}/admin#import", server.url)).unwrap();
    let try_it = |table: &str| {
        let script = "const field = document.querySelector('textarea'); field.value = arguments[0]; \
                      field.dispatchEvent(new Event('input', {bubbles: true}))";
        page.find("import-do").unwrap();
        page.run(script, &[json!(table)]).unwrap();
        submit(&page);
    };
    try_it("email,name,office\nida@example.edu,Ida,nowhere\n");
    page.saying("report", "Line 2").unwrap();
    try_it("email,name,office\nida@example.edu,Ida Berg,library\n");
    page.saying("report", "Agents added: 1").unwrap();
    page.find("import-do").unwrap().click().unwrap();
    page.saying("done", "It is imported").unwrap();

    page.go_to(&format!("{}/admin#audit", server.url)).unwrap();
    for done in ["Agent added: Hal Ito", "Office added", "Ida Berg"] {
        page.saying("audit", done).unwrap();
    }
}

#[test]
fn no_page_breaks_a_rule_of_accessibility_in_light_or_dark_at_a_desk_or_on_a_phone() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let driver = WebDriver::start_chromium(&desktop).unwrap();
    server.available("bo@example.edu");
    let page = driver.browse(&format!("{}/sign-in", server.url)).unwrap();
    let looks = |path: &str, there: &str| {
        for (theme, width) in [("light", 1200), ("dark", 1200), ("light", 360)] {
            page.emulate(theme, width).unwrap();
            // The same page with another part behind the `#` is loaded anew all the same.
            page.go_to("about:blank").unwrap();
            page.go_to(&format!("{}{path}", server.url)).unwrap();
            page.xpath(there).unwrap();
            let found = violations(&page);
            assert_eq!(found, json!([]), "{path}, {theme}, {width} pixels wide");
            let wider = "return document.documentElement.scrollWidth - innerWidth";
            let wider = page.run(wider, &[]).unwrap();
            assert!(
                wider.as_i64().unwrap() <= 0,
                "{path} is {wider} pixels too wide"
            );
        }
    };
    looks(
        "/sign-in",
        "//form[@action='/sign-in']//button[@aria-pressed]",
    );
    looks("/join", "//input[@name='code']");
    page.go_to(&format!("{}/sign-in", server.url)).unwrap();
    sign_in(&page, "dana@example.edu", PASSWORD);
    page.find("office-library").unwrap();
    looks("/", "//*[@data-testid='office-library']");
    looks("/?wall", "//*[@data-testid='office-library-count']");
    looks("/me", "//*[@data-testid='devices']/li");
    looks("/admin", "//*[@data-testid='agents']//td");
    for part in ["offices", "audit"] {
        looks(
            &format!("/admin#{part}"),
            &format!("//*[@data-testid='{part}']//td"),
        );
    }
    looks("/admin#settings", "//input[@name='idle']");
    looks("/admin#webhooks", "//*[@data-testid='webhooks']//form");
    looks("/admin#import", "//textarea");
}

/// What axe finds wrong: a rule, and where it is broken.
fn violations(page: &Browser) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let axe = root.join("ui/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&axe);
    let axe = axe.expect("axe-core is there once `npm ci` ran in ui");
    page.run(&axe, &[]).unwrap();
    let script = "const told = arguments[arguments.length - 1]; \
                  axe.run().then(({ violations }) => told(violations.map(({ id, nodes }) => \
                      `${id}: ${nodes.map(({ html }) => html).join(' ')}`)))";
    page.run_until_called(script, &[]).unwrap()
}

/// Waits until an office's counter shows this.
fn counts(page: &Browser, office: &str, text: &str, tone: &str) {
    let id = format!("office-{office}-count");
    let counter =
        format!("//*[@data-testid='{id}' and @data-tone='{tone}' and contains(., '{text}')]");
    page.xpath(&counter).unwrap();
}

fn sign_in(page: &Browser, email: &str, password: &str) {
    // What the server painted is replaced once the script runs.
    page.xpath("//form[@action='/sign-in']//button[@aria-pressed]")
        .unwrap();
    fill(page, "email", email);
    fill(page, "password", password);
    submit(page);
}

fn sign_out(page: &Browser) {
    page.find("sign-out").unwrap().click().unwrap();
}

fn fill(page: &Browser, name: &str, text: &str) {
    let field = page.xpath(&format!("//input[@name='{name}' and not(@readonly)]"));
    field.unwrap();
    let script = "const fields = [...document.querySelectorAll(`input[name=\"${arguments[0]}\"]:not([readonly])`)]; \
                  const field = fields.find((one) => one.closest('dialog')) ?? fields[0]; \
                  field.value = arguments[1]; field.dispatchEvent(new Event('input', {bubbles: true}))";
    page.run(script, &[json!(name), json!(text)]).unwrap();
}

fn submit(page: &Browser) {
    page.xpath("//form//button[@type='submit' and not(@disabled)]")
        .unwrap()
        .click()
        .unwrap();
}

//! What customers' pages show.

use porchlight_testbed::WebDriver;

use crate::harness::{App, Changes, Server, desktop};

/// A page as a customer has it open: it follows the public stream, and takes what it does not know for offline.
const PAGE: &str = "<p data-testid=office>unknown</p><script>\
    const office = document.querySelector('p'), events = new EventSource(location.hash.slice(1));\
    events.addEventListener('office', (event) => { office.textContent = JSON.parse(event.data).online ? 'online' : 'offline' });\
    events.onerror = () => { office.textContent = 'offline' };</script>";

#[test]
fn an_open_customer_page_follows_its_office_and_survives_a_restart_of_the_server() {
    let desktop = desktop();
    let mut server = Server::start(&desktop);
    let page = desktop.home().join("customer.html");
    std::fs::write(&page, PAGE).unwrap();
    let driver = WebDriver::start(&desktop, &[]).unwrap();
    let stream = format!("{}/v1/public/offices/library/events", server.url);
    let customer = driver
        .browse(&format!("file://{}#{stream}", page.display()))
        .unwrap();
    customer.saying("office", "offline").unwrap();

    let ana = App::start_available(&desktop, "ana", &server.url);
    customer.saying("office", "online").unwrap();
    ana.does(&["offline"]);
    customer.saying("office", "offline").unwrap();
    ana.does(&["available", "--hold"]);
    customer.saying("office", "online").unwrap();

    server.kill();
    customer.saying("office", "offline").unwrap();
    server.start_again();
    customer.saying("office", "online").unwrap();
}

#[test]
fn a_restart_of_the_server_is_never_seen_by_customers() {
    let desktop = desktop();
    let mut server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    Changes::of_office(&server.url, "library").reach(1);

    server.kill();
    server.start_again();

    let library = Changes::of_office(&server.url, "library");
    ana.tray.says("Available everywhere").unwrap();
    ana.does(&["offline"]);
    assert_eq!(
        library.up_to(0),
        [1, 0],
        "the office was online from the first word on, until she left"
    );
}

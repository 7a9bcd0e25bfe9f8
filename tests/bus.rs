//! What other programs read and ask for on the session bus.

use std::{collections::HashMap, time::Instant};

use porchlight_testbed::{Messages, PATIENCE};
use zbus::{
    MatchRule,
    blocking::{Connection, Proxy, fdo::DBusProxy},
    zvariant::OwnedValue,
};

use crate::harness::{App, Server, desktop, until};

const NAME: &str = "org.porchlight.Agent1";
const PATH: &str = "/org/porchlight/Agent1";

#[test]
fn other_programs_read_what_she_is_hear_of_changes_alone_and_ask_for_all_that_the_command_line_can()
{
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let bus = desktop.session_bus().unwrap();
    let agent = agent(&bus);
    until("the state of the command line is on the bus", || {
        text(&agent, "Status") == "available" && get::<bool>(&agent, "Connected")
    });
    let changes = Changes::listen(&bus);

    call(&agent, "Away", &(vec!["library"], "2h")).unwrap();
    let changed = changes.next();
    let status = ana.status();
    assert_eq!(text(&agent, "Status"), "mixed");
    assert_eq!(
        text(&agent, "Headline"),
        status["headline"].as_str().unwrap()
    );
    assert_eq!(text(&agent, "Reason"), status["reason"].as_str().unwrap());
    assert!(
        changed.contains_key("Offices") && changed.contains_key("Status"),
        "{changed:?}"
    );
    assert!(
        !changed.contains_key("Connected"),
        "that is as it was: {changed:?}"
    );
    let offices: Vec<HashMap<String, OwnedValue>> = get(&agent, "Offices");
    let library = offices
        .iter()
        .find(|office| string(&office["id"]) == "library")
        .unwrap();
    assert_eq!(string(&library["status"]), "away");
    assert!(i64::try_from(&library["until"]).unwrap() > 0);
    assert_eq!(
        get::<i64>(&agent, "Until"),
        0,
        "they end at different times"
    );

    call(&agent, "Away", &(Vec::<&str>::new(), "hold")).unwrap();
    assert_eq!(ana.status()["status"], "away");
    call(&agent, "Offline", &(Vec::<&str>::new(), "23:59")).unwrap();
    assert_eq!(ana.status()["ends"]["why"], "timer");
    call(&agent, "FollowSchedule", &(Vec::<&str>::new(),)).unwrap();
    assert!(get::<bool>(&agent, "FollowingSchedule"));
    let why: Vec<(String, Vec<String>)> = agent
        .call_method("Why", &())
        .unwrap()
        .body()
        .deserialize()
        .unwrap();
    assert!(why[0].1[0].contains("lets your schedule decide"), "{why:?}");

    for (method, arguments, error) in [
        ("Away", (vec!["cellar"], ""), "UnknownOffice"),
        ("Away", (vec![], "soon"), "InvalidHold"),
        ("Away", (vec![], "25:00"), "InvalidHold"),
    ] {
        let said = call(&agent, method, &arguments).unwrap_err();
        assert!(said.contains(&format!("{NAME}.Error.{error}")), "{said}");
    }
    call(&agent, "SignOut", &()).unwrap();
    let said = call(&agent, "Available", &(Vec::<&str>::new(), "")).unwrap_err();
    assert!(said.contains(&format!("{NAME}.Error.SignedOut")), "{said}");
    call(&agent, "Quit", &()).unwrap();
    let names = DBusProxy::new(&bus).unwrap();
    until("the name is gone with the app", || {
        !names.name_has_owner(NAME.try_into().unwrap()).unwrap()
    });
}

#[test]
fn what_the_bus_offers_is_what_is_written_of_it() {
    let desktop = desktop();
    let _ana = App::start(&desktop, "ana");
    let bus = desktop.session_bus().unwrap();
    let described = agent(&bus).introspect().unwrap();

    let (_, rest) = described
        .split_once(&format!("<interface name=\"{NAME}\">"))
        .unwrap();
    let (interface, _) = rest.split_once("</interface>").unwrap();
    let mut said: Vec<String> = Vec::new();
    for line in interface.lines().map(str::trim) {
        let attribute = |name: &str| {
            let (_, rest) = line.split_once(&format!(" {name}=\""))?;
            rest.split('"').next()
        };
        let (name, kind) = (attribute("name").unwrap_or_default(), attribute("type"));
        if line.starts_with("<arg") {
            let method = said.last_mut().unwrap();
            *method += &[
                " ",
                attribute("direction").unwrap(),
                ":",
                name,
                ":",
                kind.unwrap(),
            ]
            .concat();
        } else if line.starts_with("<method") {
            said.push(name.to_owned());
        } else if line.starts_with("<property") {
            let access = attribute("access").unwrap();
            said.push(format!("{name}: {} {access}", kind.unwrap()));
        }
    }
    assert_eq!(
        said,
        [
            "Available in:offices:as in:hold:s",
            "Away in:offices:as in:hold:s",
            "Offline in:offices:as in:hold:s",
            "FollowSchedule in:offices:as",
            "Why out::a(sas)",
            "ShowWindow",
            "SignOut",
            "Quit",
            "AgentsOnline: i read",
            "Connected: b read",
            "FollowingSchedule: b read",
            "Headline: s read",
            "Offices: aa{sv} read",
            "Reason: s read",
            "Status: s read",
            "Until: x read",
        ]
    );
}

#[test]
fn a_second_one_goes_on_without_the_name_and_has_it_once_the_first_has_ended() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let bus = desktop.session_bus().unwrap();
    let agent = agent(&bus);
    until("the first has the name", || {
        text(&agent, "Status") == "available"
    });

    let bo = App::start_signed_in(&desktop, "bo", &server.url);
    bo.does(&["away", "--hold"]);
    assert_eq!(
        text(&agent, "Status"),
        "available",
        "it is still the first one's"
    );

    ana.quit();
    until("the second has the name", || {
        agent
            .get_property::<String>("Status")
            .is_ok_and(|status| status == "away")
    });
}

#[test]
fn while_nothing_changes_nothing_is_sent_on_the_bus() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let bus = desktop.session_bus().unwrap();
    until("the name is there", || {
        text(&agent(&bus), "Status") == "available"
    });
    let changes = Changes::listen(&bus);

    ana.does(&["available", "--hold"]);
    ana.does(&["available", "--hold"]);
    ana.does(&["away", "--hold"]);

    let mut statuses = Vec::new();
    while statuses.last().map(String::as_str) != Some("away") {
        let changed = changes.next();
        assert!(!changed.is_empty());
        statuses.extend(changed.get("Status").map(string));
    }
    assert_eq!(statuses, ["away"], "the same is not said again");
}

/// The object, once it is there. Nothing is read but what it says when it is asked.
fn agent(bus: &Connection) -> Proxy<'static> {
    let names = DBusProxy::new(bus).unwrap();
    until("the name is on the bus", || {
        names.name_has_owner(NAME.try_into().unwrap()).unwrap()
    });
    let proxy = zbus::blocking::proxy::Builder::new(bus)
        .destination(NAME)
        .and_then(|it| it.path(PATH))
        .and_then(|it| it.interface(NAME));
    let proxy = proxy.unwrap();
    proxy
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()
        .unwrap()
}

fn call(
    agent: &Proxy<'_>,
    method: &str,
    arguments: &(impl serde::Serialize + zbus::zvariant::DynamicType),
) -> Result<(), String> {
    let answer = agent.call_method(method, arguments);
    answer.map(drop).map_err(|error| error.to_string())
}

fn get<T>(agent: &Proxy<'_>, property: &str) -> T
where
    T: TryFrom<OwnedValue>,
    T::Error: Into<zbus::Error>,
{
    agent.get_property(property).unwrap()
}

fn text(agent: &Proxy<'_>, property: &str) -> String {
    get(agent, property)
}

fn string(value: &OwnedValue) -> String {
    String::try_from(value.clone()).unwrap()
}

/// The changes of properties that are sent on the bus.
struct Changes(Messages);

impl Changes {
    fn listen(bus: &Connection) -> Self {
        let rule = MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .interface("org.freedesktop.DBus.Properties")
            .and_then(|it| it.path(PATH))
            .unwrap()
            .build();
        Self(Messages::matching(bus, &rule).unwrap())
    }

    fn next(&self) -> HashMap<String, OwnedValue> {
        let deadline = Instant::now() + PATIENCE;
        let message = self.0.next(deadline).expect("a change is said");
        let body = message.body();
        let (interface, changed, _): (String, HashMap<String, OwnedValue>, Vec<String>) =
            body.deserialize().unwrap();
        assert_eq!(interface, NAME);
        changed
    }
}

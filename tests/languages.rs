//! Porchlight in the language of its person.

use porchlight_testbed::{PATIENCE, TrayState};
use serde_json::json;

use crate::harness::{App, Server, desktop};

#[test]
fn it_speaks_the_desktops_language_everywhere_and_another_one_at_once_when_that_is_set() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let notifications = desktop.notifications().unwrap();
    let ana = App::start_in(&desktop, "ana", &[("LANG", "es_ES.UTF-8")]);
    ana.tray.says("Sin sesión iniciada").unwrap();
    ana.signs_in(&server.url, "ana@example.edu");
    ana.does(&["available", "--hold"]);

    let state = ana.tray.says("Disponible en todas partes").unwrap();
    assert!(state.tooltip.contains("1 agente en línea"), "{state}");
    assert!(
        state.entry(&["Oficinas", "Library (1)"]).is_some(),
        "{state}"
    );
    assert_eq!(state.direction, "ltr");
    let status = ana.does(&["status"]);
    assert!(status.contains("Disponible en todas partes"), "{status}");
    let dana = server.sign_in("dana@example.edu");
    dana.post("/v1/offices/library/agents/ana/away", json!({}));
    notifications
        .wait_for("who did it", PATIENCE, |shown| {
            shown.title == "Dana Fox te puso Ausente en Library"
        })
        .unwrap();

    let window = ana.window();
    window.saying("link-state", "Conectado").unwrap();
    window.find("nav-settings").unwrap().click().unwrap();
    window.find("language").unwrap().types("العربية").unwrap();

    window.saying("link-state", "متصل").unwrap();
    // A name of another script keeps its own direction.
    let library = "\u{2068}Library\u{2069} (0)";
    let is_arabic = |state: &TrayState| state.entry(&["المكاتب", library]).is_some();
    let arabic = ana.tray.wait_for("the menu in Arabic", PATIENCE, is_arabic);
    assert_eq!(arabic.unwrap().direction, "rtl");
    let direction = window
        .run("return document.documentElement.dir", &[])
        .unwrap();
    assert_eq!(direction, "rtl");
}

//! The menu of Windows and macOS, changed in place.

use porchlight_core::{intent::Intent, tray::Item};
use tray_icon::menu::{
    self as native, CheckMenuItem, IsMenuItem, MenuItem, PredefinedMenuItem, Submenu,
};

/// A menu as the panel has it. An item's id is its place, such as `1.4`: texts and intents change in place, places do not.
pub(super) struct Menu {
    root: native::Menu,
    entries: Vec<Entry>,
}

enum Entry {
    Plain(MenuItem),
    Check(CheckMenuItem),
    Submenu(Submenu, Vec<Entry>),
    Separator(PredefinedMenuItem),
    /// A label that says nothing at the moment.
    Hidden,
}

/// Something that differs between two menus of one shape.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    Text(String),
    Enabled(bool),
    Checked(bool),
}

impl Menu {
    pub(super) fn new(items: &[Item]) -> native::Result<Self> {
        let entries = build(items, "")?;
        let root = native::Menu::with_items(&references(&entries))?;
        Ok(Self { root, entries })
    }

    pub(super) fn root(&self) -> &native::Menu {
        &self.root
    }

    /// Changes what differs, or nothing and answers false where the shapes differ: then a new menu is needed.
    pub(super) fn change(&self, old: &[Item], new: &[Item]) -> bool {
        let Some(changes) = changes(old, new) else {
            return false;
        };
        for (place, change) in changes {
            if let Some(entry) = at(&self.entries, &place) {
                entry.apply(&change);
            }
        }
        true
    }

    /// The intent of the item with this id.
    pub(super) fn clicked(&self, items: &[Item], id: &str) -> Option<Intent> {
        let place = id
            .split('.')
            .map(str::parse)
            .collect::<Result<Vec<usize>, _>>()
            .ok()?;
        let (last, parents) = place.split_last()?;
        let mut items = items;
        for nth in parents {
            let Item::Submenu { items: inner, .. } = items.get(*nth)? else {
                return None;
            };
            items = inner;
        }
        match items.get(*last)? {
            Item::Action { intent, .. } => Some(intent.clone()),
            Item::Check {
                intent, checked, ..
            } => {
                at(&self.entries, &place)?.apply(&Change::Checked(*checked));
                Some(intent.clone())
            }
            Item::Label { .. } | Item::Submenu { .. } | Item::Separator => None,
        }
    }
}

impl Entry {
    fn apply(&self, change: &Change) {
        match (self, change) {
            (Self::Plain(item), Change::Text(text)) => item.set_text(literal(text)),
            (Self::Plain(item), Change::Enabled(enabled)) => item.set_enabled(*enabled),
            (Self::Check(item), Change::Text(text)) => item.set_text(literal(text)),
            (Self::Check(item), Change::Enabled(enabled)) => item.set_enabled(*enabled),
            (Self::Check(item), Change::Checked(checked)) => item.set_checked(*checked),
            (Self::Submenu(item, _), Change::Text(text)) => item.set_text(literal(text)),
            (Self::Submenu(item, _), Change::Enabled(enabled)) => item.set_enabled(*enabled),
            (Self::Plain(_) | Self::Submenu(..), Change::Checked(_))
            | (Self::Separator(_) | Self::Hidden, _) => {}
        }
    }
}

fn build(items: &[Item], parent: &str) -> native::Result<Vec<Entry>> {
    let entry = |(nth, item): (usize, &Item)| {
        let id = format!("{parent}{nth}");
        Ok(match item {
            Item::Label { text } if text.is_empty() => Entry::Hidden,
            Item::Label { text } => Entry::Plain(MenuItem::with_id(id, literal(text), false, None)),
            Item::Action { text, enabled, .. } => {
                Entry::Plain(MenuItem::with_id(id, literal(text), *enabled, None))
            }
            Item::Check {
                text,
                checked,
                enabled,
                ..
            } => Entry::Check(CheckMenuItem::with_id(
                id,
                literal(text),
                *enabled,
                *checked,
                None,
            )),
            Item::Submenu {
                text,
                items,
                enabled,
            } => {
                let inner = build(items, &format!("{id}."))?;
                Entry::Submenu(
                    Submenu::with_id_and_items(id, literal(text), *enabled, &references(&inner))?,
                    inner,
                )
            }
            Item::Separator => Entry::Separator(PredefinedMenuItem::separator()),
        })
    };
    items.iter().enumerate().map(entry).collect()
}

fn references(entries: &[Entry]) -> Vec<&dyn IsMenuItem> {
    entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Plain(item) => Some(item as &dyn IsMenuItem),
            Entry::Check(item) => Some(item),
            Entry::Submenu(item, _) => Some(item),
            Entry::Separator(item) => Some(item),
            Entry::Hidden => None,
        })
        .collect()
}

fn at<'a>(entries: &'a [Entry], place: &[usize]) -> Option<&'a Entry> {
    let (first, rest) = place.split_first()?;
    let entry = entries.get(*first)?;
    match (rest.is_empty(), entry) {
        (true, _) => Some(entry),
        (false, Entry::Submenu(_, inner)) => at(inner, rest),
        (false, _) => None,
    }
}

/// What leads from one menu to the other, each with its place; none where their shapes differ.
fn changes(old: &[Item], new: &[Item]) -> Option<Vec<(Vec<usize>, Change)>> {
    let mut found = Vec::new();
    compare(old, new, &mut Vec::new(), &mut found).then_some(found)
}

fn compare(
    old: &[Item],
    new: &[Item],
    place: &mut Vec<usize>,
    found: &mut Vec<(Vec<usize>, Change)>,
) -> bool {
    if old.len() != new.len() {
        return false;
    }
    for (nth, (old, new)) in old.iter().zip(new).enumerate() {
        place.push(nth);
        let same = compare_item(old, new, place, found);
        place.pop();
        if !same {
            return false;
        }
    }
    true
}

fn compare_item(
    old: &Item,
    new: &Item,
    place: &mut Vec<usize>,
    found: &mut Vec<(Vec<usize>, Change)>,
) -> bool {
    let mut note = |differs: bool, change: Change| {
        if differs {
            found.push((place.clone(), change));
        }
    };
    match (old, new) {
        (Item::Separator, Item::Separator) => true,
        (Item::Label { text: before }, Item::Label { text }) => {
            note(before != text, Change::Text(text.clone()));
            before.is_empty() == text.is_empty()
        }
        (
            Item::Action {
                text: before,
                enabled: was,
                ..
            },
            Item::Action { text, enabled, .. },
        ) => {
            note(before != text, Change::Text(text.clone()));
            note(was != enabled, Change::Enabled(*enabled));
            true
        }
        (
            Item::Check {
                text: before,
                enabled: was,
                checked: was_checked,
                ..
            },
            Item::Check {
                text,
                enabled,
                checked,
                ..
            },
        ) => {
            note(before != text, Change::Text(text.clone()));
            note(was != enabled, Change::Enabled(*enabled));
            note(was_checked != checked, Change::Checked(*checked));
            true
        }
        (
            Item::Submenu {
                text: before,
                enabled: was,
                items: old,
            },
            Item::Submenu {
                text,
                enabled,
                items,
            },
        ) => {
            note(before != text, Change::Text(text.clone()));
            note(was != enabled, Change::Enabled(*enabled));
            compare(old, items, place, found)
        }
        _ => false,
    }
}

/// Menus read `&` as the mark of a shortcut.
fn literal(text: &str) -> String {
    text.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use porchlight_core::intent::Holding;
    use porchlight_protocol::ChoiceStatus;

    use super::*;

    fn office(name: &str, checked: bool) -> Item {
        let status = if checked {
            ChoiceStatus::Away
        } else {
            ChoiceStatus::Available
        };
        let intent = Intent::office(name.into(), status, Holding::NextEdge);
        Item::Check {
            text: name.into(),
            intent,
            checked,
            enabled: true,
        }
    }

    fn menu(headline: &str, offices: Vec<Item>) -> Vec<Item> {
        let quit = Item::Action {
            text: "Quit".into(),
            intent: Intent::Quit,
            enabled: true,
        };
        vec![
            Item::Label {
                text: headline.into(),
            },
            Item::Separator,
            Item::Submenu {
                text: "Offices".into(),
                items: offices,
                enabled: true,
            },
            quit,
        ]
    }

    #[test]
    fn a_menu_that_says_the_same_changes_nothing() {
        let menu = menu("Available", vec![office("library", true)]);

        assert_eq!(changes(&menu, &menu), Some(vec![]));
    }

    #[test]
    fn another_status_changes_texts_and_checkmarks_in_place() {
        let before = menu(
            "Available",
            vec![office("it", true), office("library", true)],
        );
        let after = menu(
            "Available in 1 of 2 offices",
            vec![office("it", true), office("library", false)],
        );

        assert_eq!(
            changes(&before, &after),
            Some(vec![
                (vec![0], Change::Text("Available in 1 of 2 offices".into())),
                (vec![2, 1], Change::Checked(false)),
            ])
        );
    }

    #[test]
    fn a_new_office_needs_a_new_menu() {
        let before = menu("Available", vec![office("it", true)]);
        let after = menu(
            "Available",
            vec![office("it", true), office("library", true)],
        );

        assert_eq!(changes(&before, &after), None);
    }

    #[test]
    fn an_entry_of_another_kind_needs_a_new_menu() {
        let before = menu(
            "Available",
            vec![Item::Label {
                text: "No offices".into(),
            }],
        );
        let after = menu("Available", vec![office("it", true)]);

        assert_eq!(changes(&before, &after), None);
    }

    #[test]
    fn an_ampersand_in_an_office_s_name_is_shown_as_one() {
        assert_eq!(literal("Research & Teaching"), "Research && Teaching");
    }

    #[cfg(windows)]
    #[test]
    #[expect(
        unsafe_code,
        reason = "Windows is asked for what it has, by calls that the compiler cannot check"
    )]
    fn windows_has_every_entry_as_the_model_says_it_and_changes_it_in_place() {
        use std::ptr::null_mut;
        use tray_icon::menu::ContextMenu as _;
        use windows_sys::Win32::UI::WindowsAndMessaging::{
            GetMenuItemCount, GetMenuState, GetMenuStringW, GetSubMenu, HMENU, MF_BYPOSITION,
            MF_CHECKED, MF_GRAYED, MF_SEPARATOR,
        };

        fn lines(menu: HMENU) -> Vec<String> {
            // SAFETY: the menu is there, and its entries are asked for by their number; the text's place is as large as said.
            let count = unsafe { GetMenuItemCount(menu) };
            let mut found = Vec::new();
            for nth in 0..u32::try_from(count).unwrap() {
                let mut text = [0_u16; 64];
                let state = unsafe {
                    GetMenuStringW(menu, nth, text.as_mut_ptr(), 64, MF_BYPOSITION);
                    GetMenuState(menu, nth, MF_BYPOSITION)
                };
                let end = text.iter().position(|unit| *unit == 0).unwrap();
                let mut line = String::from_utf16(&text[..end]).unwrap();
                for (flag, word) in [
                    (MF_SEPARATOR, "--"),
                    (MF_CHECKED, " [x]"),
                    (MF_GRAYED, " [off]"),
                ] {
                    // Of a submenu, the upper half is how many entries it has.
                    if state & 0xff & flag != 0 || flag == MF_SEPARATOR && state & 0xff00 == flag {
                        line.push_str(word);
                    }
                }
                found.push(line);
                let inner = unsafe { GetSubMenu(menu, i32::try_from(nth).unwrap()) };
                if inner != null_mut() {
                    found.extend(lines(inner).into_iter().map(|line| format!("> {line}")));
                }
            }
            found
        }

        let before = menu("Available", vec![office("R&D", true), office("it", false)]);
        let shown = Menu::new(&before).unwrap();
        let handle = shown.root().hpopupmenu() as HMENU;
        assert_eq!(
            lines(handle),
            [
                "Available [off]",
                "-- [off]",
                "Offices",
                "> R&&D [x]",
                "> it",
                "Quit"
            ]
        );

        let after = menu("Away", vec![office("R&D", false), office("it", false)]);
        assert!(shown.change(&before, &after));
        assert_eq!(lines(handle)[0], "Away [off]");
        assert_eq!(lines(handle)[3], "> R&&D");
    }
}

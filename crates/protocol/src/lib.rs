//! What Porchlight's app and server say to each other.
//!
//! Every type here is a wire type: JSON in `snake_case`, instants in RFC 3339, and a shape that only
//! ever grows. Nothing in this crate decides anything; the rules are in `porchlight-core`.
//!
//! ```
//! use porchlight_protocol::{ChoiceStatus, NewChoice, Scope};
//!
//! let choice: NewChoice = serde_json::from_str(
//!     r#"{"id": "01A", "scope": {"office": "library"}, "status": "away", "hold": {"until": "2026-11-23T18:00:00Z"}}"#,
//! )?;
//! assert_eq!(choice.status, ChoiceStatus::Away);
//! assert_eq!(choice.scope, Scope::Office("library".into()));
//! # Ok::<(), serde_json::Error>(())
//! ```

mod admin;
mod choice;
mod event;
mod id;
mod instant;
mod office;
mod person;
mod problem;
mod schedule;
mod session;
mod status;
mod token;
mod webhook;

pub use admin::{
    Account, AccountChange, Act, AuditEntry, AuditPage, CodeUse, CodedAcceptance, FieldChange,
    GivenCode, ImportReport, Invitation, InvitationAcceptance, InvitedTo, LineError,
    MadeInvitation, Member, MemberChange, NewAccount, NewInvitation, NewOffice, Office,
    OfficeChange, OneTimeCode, OrganizationChange, OrganizationSettings, PasswordChange,
    PasswordReset, PasswordResetRequest, SignedInDevice,
};
pub use choice::{Choice, ChoiceAnswer, ChoiceStatus, Hold, NewChoice, Scope};
pub use event::{
    AllOffices, CoverageChange, Event, Notice, OfficeRemoved, PresenceChange, Snapshot,
};
pub use id::{AgentId, ChoiceId, OfficeId, SessionId};
pub use instant::{HasYears, in_four_digit_years};
pub use office::{
    AgentPresence, AwayAnswer, AwayRequest, Coverage, DayAttendance, DayCoverage, OfficePresence,
    OfflineNotice, PublicOffice, Unchanged,
};
pub use person::{Agent, Me, Membership, Role, Settings, SettingsChange};
pub use problem::{Code, Problem};
pub use schedule::{Day, Interval, LocalTime, ParseLocalTimeError, Schedule, Shift, Span};
pub use session::{
    Activity, ActivityAnswer, BrowserSignIn, IDEMPOTENCY_KEY, SEQUENCE, Session, SignIn, SignedIn,
};
pub use status::{Cause, Ends, EndsWhy, Overall, Status};
pub use token::{AccessToken, MadeAccessToken, NewAccessToken, TokenScope};
pub use webhook::{
    Delivery, DeliveryPage, DeliveryState, MadeWebhook, NewWebhook, Webhook, WebhookAgent,
    WebhookChange, WebhookEvent, WebhookOffice, WebhookPayload,
};

/// An instant in UTC, written as RFC 3339. Fields of what others send read it with [`in_four_digit_years`].
pub type Timestamp = chrono::DateTime<chrono::Utc>;

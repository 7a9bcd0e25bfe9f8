//! What owners, and what is told other systems in their name, see: everything.

use bytes::Bytes;
use porchlight_protocol::{AllOffices, Role, Timestamp};

use super::{Published, frame};
use crate::command::{Caller, Refusal};

impl Published {
    /// An `offices` event: all offices of the organization.
    ///
    /// # Errors
    /// If the caller is no owner.
    pub fn organization_frame(
        &self,
        caller: &Caller,
        server_time: Timestamp,
    ) -> Result<Bytes, Refusal> {
        if !self.is_owner(caller) {
            return Err(Refusal::owners_only());
        }
        Ok(self.all_offices_frame(server_time))
    }

    /// The same for the server itself.
    pub fn all_offices_frame(&self, server_time: Timestamp) -> Bytes {
        let all = AllOffices {
            revision: self.cursor,
            server_time,
            offices: self
                .offices
                .keys()
                .filter_map(|id| self.office_presence(id, Role::Admin))
                .collect(),
        };
        frame(&self.epoch, self.cursor, "offices", &all)
    }
}

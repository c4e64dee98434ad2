//! Indexes, constraints, `SHOW`.

use super::Text;
use crate::syntax::ast::{ConstraintKind, EntityPattern, Name, Schema, Show, ShowKind};

impl Text {
    pub(super) fn schema(&mut self, schema: &Schema) {
        match schema {
            Schema::CreateIndex { name, if_not_exists, entity, keys, span: _ } => {
                self.create("CREATE INDEX ", name.as_ref(), *if_not_exists, entity);
                self.push(" ON ");
                self.keys(keys);
            }
            Schema::CreateConstraint { name, if_not_exists, entity, keys, kind, span: _ } => {
                self.create("CREATE CONSTRAINT ", name.as_ref(), *if_not_exists, entity);
                self.push(" REQUIRE ");
                self.keys(keys);
                self.push(requirement(*kind, entity));
            }
            Schema::DropIndex { name, if_exists } => {
                self.dropped("DROP INDEX ", name, *if_exists);
            }
            Schema::DropConstraint { name, if_exists } => {
                self.dropped("DROP CONSTRAINT ", name, *if_exists);
            }
        }
    }

    fn create(
        &mut self,
        words: &str,
        name: Option<&Name>,
        if_not_exists: bool,
        entity: &EntityPattern,
    ) {
        self.push(words);
        if let Some(name) = name {
            self.schema_name(name);
            self.push(" ");
        }
        self.push(if if_not_exists { "IF NOT EXISTS FOR " } else { "FOR " });
        let (before, label, behind) = match entity {
            EntityPattern::Node(label) => ("(e:", label, ")"),
            EntityPattern::Relationship(label) => ("()-[e:", label, "]-()"),
        };
        self.push(before);
        self.name(label);
        self.push(behind);
    }

    fn keys(&mut self, keys: &[Name]) {
        self.push("(");
        self.list(keys, |text, key| {
            text.push("e.");
            text.name(key);
        });
        self.push(")");
    }

    fn dropped(&mut self, words: &str, name: &Name, if_exists: bool) {
        self.push(words);
        self.schema_name(name);
        self.push(if if_exists { " IF EXISTS" } else { "" });
    }

    pub(super) fn show(&mut self, show: &Show) {
        self.push(match show.kind {
            ShowKind::Indexes => "SHOW INDEXES",
            ShowKind::Constraints => "SHOW CONSTRAINTS",
            ShowKind::Functions => "SHOW FUNCTIONS",
            ShowKind::Procedures => "SHOW PROCEDURES",
        });
        if let Some(yields) = &show.yields {
            self.push(" YIELD ");
            self.projection(yields);
        }
        self.predicate(show.predicate.as_ref());
    }
}

fn requirement(kind: ConstraintKind, entity: &EntityPattern) -> &'static str {
    match (kind, entity) {
        (ConstraintKind::Unique, _) => " IS UNIQUE",
        (ConstraintKind::Existence, _) => " IS NOT NULL",
        (ConstraintKind::Key, EntityPattern::Node(_)) => " IS NODE KEY",
        (ConstraintKind::Key, EntityPattern::Relationship(_)) => " IS RELATIONSHIP KEY",
    }
}

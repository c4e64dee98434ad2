//! GEDCOM 5.5.1, the format of genealogies; read only.
//!
//! - A person is a `Person`, whose id is that of the file behind the file's name: `royal92:I1`. The
//!   first name is its `name`, others are `aliases`; `born`, `died` and the like are dates in EDTF, or
//!   the text where it is no date.
//! - A family gives `FATHER_OF` and `MOTHER_OF` to its children, and between its partners `MARRIED`
//!   where it says so, with the day, else `PARTNER_OF`; and `DIVORCED`.
//! - A place is a `Place`, to which `BORN_IN`, `DIED_IN` and others lead with the day of the event.
//! - Sources are `Source` nodes, which the property `source` names with the page behind `#`.
//! - Other lines of a person are properties named like their tags. Submitters, repositories and
//!   pictures are passed over, and the report says so.
//! - Texts may be in ANSEL, ASCII, ANSI, UTF-8 or UTF-16.

mod charset;
mod date;
mod family;
mod line;
mod person;
mod read;

use super::Format;

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "gedcom",
    endings: &["ged", "gedcom"],
    summary: "GEDCOM 5.5.1, genealogies",
    loses: "",
    sniff: Some(|head| head.trim_start().starts_with("0 HEAD")),
    read: Some(read::read),
    write: None,
};

#[cfg(test)]
mod tests {
    use super::FORMAT;
    use crate::formats::{OnFault, pg, read_text};
    use crate::graph::Graph;

    #[test]
    fn people_families_and_events_become_a_graph() {
        let text = "0 HEAD\n1 CHAR UTF-8\n0 @I1@ INDI\n1 NAME Victoria  /Hanover/\n2 SOUR @S1@\n3 PAGE 7\n1 NAME Drina\n1 TITL Queen\n1 SEX F\n\
            1 BIRT\n2 DATE 24 MAY 1819\n2 PLAC Kensington,London\n1 DEAT Y\n1 NOTE one\n2 CONC  and\n2 CONT two\n1 OCCU Queen\n2 DATE FROM 1837 TO 1901\n\
            0 @I2@ INDI\n1 NAME Albert//\n1 BIRT\n2 DATE soon\n0 @I3@ INDI\n1 NAME Edward_VII\n1 FAMC @F1@\n2 PEDI adopted\n\
            0 @F1@ FAM\n1 HUSB @I2@\n1 WIFE @I1@\n1 CHIL @I3@\n1 DIV N\n1 MARR\n2 DATE 10 FEB 1840\n2 PLAC London\n\
            0 @S1@ SOUR\n1 TITL Peerage\n0 @X@ SUBM\n1 NAME s\n0 TRLR\n";
        let mut graph = Graph::new();
        let imported =
            read_text(&mut graph, &FORMAT, "t.ged", text, OnFault::Stop).expect("it is right");
        graph.commit();
        assert_eq!(imported.notes, ["records of the kind `SUBM` are passed over"]);
        let mut out = Vec::new();
        pg::FORMAT.write.expect("PG is written")(graph.view(), &mut out).expect("memory has room");
        let pg = String::from_utf8(out).expect("PG is UTF-8");
        assert_eq!(
            pg,
            "\"place:Kensington, London\" :Place name:\"Kensington, London\"\n\
             \"t:I1\" :Person aliases:\"Drina\" born:\"1819-05-24\" died:\"Y\" name:\"Victoria Hanover\" note:\"one and\\ntwo\" occupation:\"Queen\" sex:\"F\" source:\"t:S1#7\" surname:\"Hanover\" title:\"Queen\"\n\
             \"t:I2\" :Person born:\"soon\" name:\"Albert\"\n\
             \"t:I3\" :Person name:\"Edward VII\"\n\
             \"t:S1\" :Source name:\"Peerage\"\n\
             \"t:I1\" -> \"place:Kensington, London\" :BORN_IN on:\"1819-05-24\"\n\
             \"t:I1\" -> \"t:I3\" :MOTHER_OF pedigree:\"adopted\"\n\
             \"t:I2\" -> \"t:I1\" :MARRIED on:\"1840-02-10\" place:\"London\"\n\
             \"t:I2\" -> \"t:I3\" :FATHER_OF pedigree:\"adopted\"\n"
        );
    }

    #[test]
    fn faults_have_their_places_and_the_rest_counts() {
        let text = "0 HEAD\n0 @I1@ INDI\nbroken\n1 NAME A\n3 DATE 1900\n0 @F1@ FAM\n1 HUSB @I1@\n1 CHIL @I9@\n0 TRLR\n";
        let mut graph = Graph::new();
        let imported = read_text(&mut graph, &FORMAT, "t.ged", text, OnFault::Reject)
            .expect("faults are left out");
        let faults: Vec<_> = imported.rejected.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "t.ged:3:1: expected a level, a tag and a value, but found `broken`",
                "t.ged:5:1: a line of level 3 stands below one of level 1",
                "t.ged:8:1: the relationship leads to the node `t:I9`, which is nowhere defined",
            ]
        );
        assert_eq!(imported.nodes, 1);
    }
}

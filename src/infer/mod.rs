//! What the columns of a table are, with no configuration. (Text only, for now.)

use crate::document::{Document, List, Table};
use crate::recipe::{DatasetRecipe, FieldOrigin, FieldRecipe, Origin, Part, Separators};
use crate::schema::{Field, FieldType, Schema};

/// How fields are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// As the header reads.
    Header,
}

/// What to infer.
#[derive(Debug, Clone, Copy)]
pub struct InferOptions {
    /// How fields are named.
    pub naming: Naming,
    /// Whether to look for types.
    pub types: bool,
}

/// What was inferred.
pub struct InferredTable {
    /// One field per column.
    pub recipe: DatasetRecipe,
}

/// One field per column of a table.
pub fn infer_table(_document: &Document, table: &Table, _options: &InferOptions) -> InferredTable {
    let names = table.header_texts().into_iter().map(str::to_owned).collect();
    InferredTable { recipe: recipe(names) }
}

/// One field for the text of a list's items.
pub fn infer_list(_document: &Document, _list: &List, _options: &InferOptions) -> InferredTable {
    InferredTable { recipe: recipe(vec!["text".to_owned()]) }
}

fn recipe(names: Vec<String>) -> DatasetRecipe {
    let field = |column| FieldRecipe {
        origin: FieldOrigin::Nth { column, part: Part::Text },
        separators: Separators::none(),
        vocabulary: None,
        marks: Default::default(),
        is_optional: false,
    };
    DatasetRecipe {
        name: "table".to_owned(),
        origin: Origin::Tables(Vec::new()),
        fields: (0..names.len()).map(field).collect(),
        schema: Schema {
            fields: names.into_iter().map(|name| Field::new(name, FieldType::String)).collect(),
            ..Schema::default()
        },
        ignore: Vec::new(),
        missing_values: vec![String::new()],
    }
}

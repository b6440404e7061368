use super::{LISTS, TEXT_LISTS, check};

#[test]
fn legal_forms_belong_to_the_name_before() {
    check(
        "separator-inside-name",
        &[
            (&[LISTS], &["Oslo, Alpha Net, Inc."], &["Alpha Net, Inc. → Alpha Net, Inc. safe"]),
            (&[LISTS], &["Alpha Net, inc"], &[]),
            (&[LISTS], &["Alpha Net, Inc"], &["Alpha Net, Inc → Alpha Net, Inc safe"]),
            (&[LISTS], &["Alpha Net, GmbH"], &["Alpha Net, GmbH → Alpha Net, GmbH safe"]),
            (&[LISTS], &["Alpha Net, S.p.A."], &["Alpha Net, S.p.A. → Alpha Net, S.p.A. safe"]),
            (&[LISTS], &["Alpha Net, spa"], &[]),
            (&[LISTS], &["Alpha Net, Co Ltd"], &["Alpha Net, Co Ltd → Alpha Net, Co Ltd safe"]),
            (&[LISTS], &["Alpha Net, Oslo"], &[]),
            (&[TEXT_LISTS], &["Alpha Net, Inc."], &[]),
            // Likely ones stand behind several words that are no code, others not at all.
            (&[LISTS], &["Alpha Net, LLC"], &["Alpha Net, LLC → Alpha Net, LLC suggested"]),
            (&[LISTS], &["Alpha, LLC"], &[]),
            (&[LISTS], &["ALPHA NET, LLC"], &[]),
            (&[LISTS], &["Alpha Net, NV"], &[]),
            // As it stands elsewhere.
            (&[LISTS], &["Alpha Net NV, Oslo", "Alpha Net, NV"], &["Alpha Net, NV → Alpha Net NV safe"]),
            (
                &[LISTS],
                &["2 × Alpha Net NV, Oslo", "Alpha-Net NV, Oslo", "Alpha Net, NV"],
                &["Alpha Net, NV → Alpha Net NV safe"],
            ),
            (&[LISTS], &["Alpha Net Inc., Oslo", "Alpha Net, Inc."], &["Alpha Net, Inc. → Alpha Net Inc. safe"]),
        ],
    );
}

#[test]
fn another_name_follows_the_form() {
    check(
        "separator-inside-name",
        &[
            (&[LISTS], &["Alpha Net, Inc. Beta", "Beta, Oslo"], &["Alpha Net, Inc. Beta → Alpha Net, Inc., Beta safe"]),
            (&[LISTS], &["Alpha Net, Inc. Beta"], &[]),
            (
                &[LISTS],
                &["Alpha Net Inc., Oslo", "Alpha Net, Inc. Beta"],
                &["Alpha Net, Inc. Beta → Alpha Net Inc., Beta suggested"],
            ),
            (
                &[LISTS],
                &["Alpha Net Inc., Oslo", "Alpha Net, Inc. Beta", "Beta, Oslo"],
                &["Alpha Net, Inc. Beta → Alpha Net Inc., Beta safe"],
            ),
            (&[LISTS], &["Alpha Net NV, Oslo", "Alpha Net, NV Beta"], &[]),
            (
                &[LISTS],
                &["Alpha Net NV, Oslo", "Alpha Net, NV Beta", "Beta, Oslo"],
                &["Alpha Net, NV Beta → Alpha Net NV, Beta safe"],
            ),
            (
                &[LISTS],
                &["Alpha Net, Co Ltd Beta", "Beta, Oslo"],
                &["Alpha Net, Co Ltd Beta → Alpha Net, Co Ltd, Beta safe"],
            ),
        ],
    );
}

#[test]
fn legal_forms_that_are_the_data() {
    check(
        "separator-inside-name",
        &[
            (&[LISTS], &["Inc., LLC", "Alpha Net, Inc."], &[]),
            (&[LISTS], &["Oslo, Inc., Ltd."], &["Oslo, Inc. → Oslo, Inc. safe"]),
            (&[LISTS], &["Alpha Inc., Ltd."], &[]),
            (&[LISTS], &["Alpha nv, Ltd."], &["Alpha nv, Ltd. → Alpha nv, Ltd. safe"]),
            (&[LISTS], &["Alpha v1.2, Ltd."], &["Alpha v1.2, Ltd. → Alpha v1.2, Ltd. safe"]),
            (&[LISTS], &["Partnership, Ltd."], &[]),
            (&[LISTS], &["S Corporation, Ltd."], &[]),
            (&[LISTS], &["S Corporal, Ltd."], &["S Corporal, Ltd. → S Corporal, Ltd. safe"]),
            (&[LISTS, LISTS], &["Inc., LLC | Alpha Net, Inc."], &["Alpha Net, Inc. → Alpha Net, Inc. safe"]),
        ],
    );
}

//! Rank correlation (Spearman's, ties share their rank) in whole numbers up to the last step.

/// Twice the rank of each value, so that shared ranks stay whole.
fn ranks(values: &[u32]) -> Vec<i128> {
    values
        .iter()
        .map(|value| {
            let below = values.iter().filter(|other| *other < value).count();
            let same = values.iter().filter(|other| *other == value).count();
            (2 * below + same) as i128
        })
        .collect()
}

/// From -1 to 1; nothing where one side is all the same or there are fewer than three pairs.
#[must_use]
pub fn correlation(pairs: &[(u32, u32)]) -> Option<f64> {
    if pairs.len() < 3 {
        return None;
    }
    let (one, other): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
    let (one, other) = (ranks(&one), ranks(&other));
    let count = pairs.len() as i128;
    let sum = |values: &[i128]| values.iter().sum::<i128>();
    let spread = |a: &[i128], b: &[i128]| {
        let products: i128 = a.iter().zip(b).map(|(a, b)| a * b).sum();
        count * products - sum(a) * sum(b)
    };
    let size = (spread(&one, &one) as f64 * spread(&other, &other) as f64).sqrt();
    (size > 0.0).then(|| spread(&one, &other) as f64 / size)
}

#[cfg(test)]
mod tests {
    use super::correlation;

    #[test]
    fn it_is_one_for_the_same_order_and_minus_one_for_the_other() {
        let close = |pairs: &[(u32, u32)], wanted: f64| {
            let got = correlation(pairs).unwrap();
            assert!((got - wanted).abs() < 1e-9, "{got}");
        };
        close(&[(1, 10), (2, 11), (3, 90)], 1.0);
        close(&[(1, 90), (2, 11), (3, 10)], -1.0);
        // Ties share a rank: 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
        close(&[(1, 1), (5, 2), (5, 3), (9, 4)], 0.948_683_298_050_513_8);
        assert_eq!(correlation(&[(1, 1), (1, 2), (1, 3)]), None);
        assert_eq!(correlation(&[(1, 1), (2, 2)]), None);
    }
}

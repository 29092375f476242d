/// Where width, height and channels are among the sizes of an input.
pub(super) struct Layout {
    /// None: open.
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    pub(super) channels: usize,
    pub(super) channels_first: bool,
}

impl Layout {
    pub(super) fn of(dimensions: &[i64]) -> Option<Self> {
        let [one, two, three] = match *dimensions {
            [1 | -1, one, two, three] | [one, two, three] => [one, two, three],
            _ => return None,
        };
        let (channels_first, height, width, channels) = match (one, three) {
            (_, 1 | 3) => (false, one, two, three),
            (1 | 3, _) => (true, two, three, one),
            _ => return None,
        };
        let side = |size: i64| match size {
            -1 => Some(None),
            1.. => Some(Some(u32::try_from(size).ok()?)),
            _ => None,
        };
        Some(Self { width: side(width)?, height: side(height)?, channels: channels as usize, channels_first })
    }

    /// Sizes of the tensor, for an input of `rank` dimensions.
    pub(super) fn shape(&self, rank: usize, width: u32, height: u32) -> Vec<u32> {
        let channels = self.channels as u32;
        let sizes = if self.channels_first { [channels, height, width] } else { [height, width, channels] };
        [1].into_iter().take(rank - 3).chain(sizes).collect()
    }
}

namespace MLNetDeep.Neural;

/// <summary>Which values <see cref="PictureAugmentation"/> puts where a shifted or rotated picture has no pixels.</summary>
/// <remarks>The names are Keras's. The examples show what surrounds a row of the four pixels a b c d.</remarks>
public enum FillMode
{
    /// <summary>The picture, mirrored at its edge: d c b a | a b c d | d c b a.</summary>
    Reflect = 0,

    /// <summary>The value <see cref="PictureAugmentation.FillValue"/>: k k k k | a b c d | k k k k.</summary>
    Constant = 1,

    /// <summary>The nearest pixel: a a a a | a b c d | d d d d.</summary>
    Nearest = 2,

    /// <summary>The picture, repeated: a b c d | a b c d | a b c d.</summary>
    Wrap = 3,
}

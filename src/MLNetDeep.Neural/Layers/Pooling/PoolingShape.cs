namespace MLNetDeep.Neural;

/// <summary>
/// The geometry of a pooling layer with the shape of its input. A sequence is a picture of height 1, whose width is the time.
/// </summary>
/// <param name="Height">The windows along the height.</param>
/// <param name="Width">The windows along the width.</param>
/// <param name="Channels">The number of channels, each of which is pooled separately.</param>
internal readonly record struct PoolingShape(WindowAxis Height, WindowAxis Width, int Channels);

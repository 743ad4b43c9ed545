namespace MLNetDeep.Neural.Cpu;

/// <summary>The shape of a picture in memory.</summary>
/// <param name="Height">The number of rows.</param>
/// <param name="Width">The number of columns.</param>
/// <param name="Channels">The number of values at each position.</param>
internal readonly record struct PictureSize(int Height, int Width, int Channels);

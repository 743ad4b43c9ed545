namespace MLNetDeep.Reports;

/// <summary>An image to show.</summary>
/// <param name="Height">The height in pixels.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
/// <param name="Pixels">The values from 0 (dark) to 255: row by row, pixel by pixel, channel by channel.</param>
internal sealed record ExampleImage(int Height, int Width, int Channels, byte[] Pixels);

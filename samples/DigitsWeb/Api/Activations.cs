namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The outputs of the network's first layer: one map for each of its filters.</summary>
/// <param name="Width">The number of columns of a map.</param>
/// <param name="Height">The number of rows of a map.</param>
/// <param name="Maximum">The greatest activation of all maps: the value that the byte 255 stands for.</param>
/// <param name="Maps">For each filter, its activations row by row, as bytes in proportion to the maximum, in base64.</param>
public sealed record Activations(int Width, int Height, float Maximum, byte[][] Maps)
{
    /// <summary>Converts activations with the channels last, [height, width, filters], to one map per filter.</summary>
    /// <param name="values">The activations, 0 or more.</param>
    /// <param name="height">The number of rows of a map.</param>
    /// <param name="width">The number of columns of a map.</param>
    /// <param name="filters">The number of maps.</param>
    public static Activations From(ReadOnlySpan<float> values, int height, int width, int filters)
    {
        float maximum = 0;
        foreach (float value in values)
        {
            maximum = Math.Max(maximum, value);
        }

        float scale = maximum > 0 ? 255 / maximum : 0;
        byte[][] maps = new byte[filters][];
        for (int filter = 0; filter < filters; filter++)
        {
            maps[filter] = new byte[height * width];
            for (int i = 0; i < maps[filter].Length; i++)
            {
                maps[filter][i] = (byte)MathF.Round(values[(i * filters) + filter] * scale);
            }
        }

        return new Activations(width, height, maximum, maps);
    }
}

namespace MLNetDeep.Rows;

/// <summary>Puts the values of a picture into the order that layers take: channels last.</summary>
internal static class Planes
{
    /// <summary>Interleaves planes: <c>pixels[p·channels + k] = planes[k·count + p]</c>, where count is the number of pixels.</summary>
    /// <param name="planes">The planes, one after the other.</param>
    /// <param name="pixels">Receives the values; of the same length.</param>
    /// <param name="channels">The number of planes.</param>
    public static void Interleave<T>(ReadOnlySpan<T> planes, Span<T> pixels, int channels)
    {
        int count = planes.Length / channels;
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<T> plane = planes.Slice(channel * count, count);
            int to = channel;
            for (int pixel = 0; pixel < plane.Length; pixel++, to += channels)
            {
                pixels[to] = plane[pixel];
            }
        }
    }
}

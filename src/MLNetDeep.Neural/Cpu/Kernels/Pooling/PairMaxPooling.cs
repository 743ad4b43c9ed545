using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// <see cref="MaxPoolingKernel{S, V}"/> for windows of 2 x 2 side by side, as most are: they need no tables, and few channels need no shorter
/// vectors. See <see cref="PoolingArguments.ArePairs"/>.
/// </summary>
internal static unsafe class PairMaxPooling<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <inheritdoc cref="MaxPoolingKernel{S, V}.Forward"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in PoolingArguments arguments)
    {
        if (arguments.Places is null && arguments.Channels % S.Lanes == 0)
        {
            Maxima(arguments);
            return;
        }

        int channels = arguments.Channels;
        nint line = (nint)arguments.Width.Input * channels;
        float* output = arguments.Output;
        float* places = arguments.Places;
        V place0 = S.Broadcast(0), place1 = S.Broadcast(1), place2 = S.Broadcast(2), place3 = S.Broadcast(3);
        for (int row = 0; row < arguments.Height.Output; row++)
        {
            float* window = arguments.Input + (2 * row * line);
            for (int column = arguments.Width.Output; column > 0; column--)
            {
                for (int c = 0; c < channels; c += S.Lanes)
                {
                    (int channel, int count) = VectorAt(c, channels);
                    float* values = window + channel;
                    V value0 = RowEnd<S, V>.Load(values, count), value1 = RowEnd<S, V>.Load(values + channels, count);
                    V value2 = RowEnd<S, V>.Load(values + line, count), value3 = RowEnd<S, V>.Load(values + line + channels, count);
                    V above = S.MaxOrNaN(value0, value1), below = S.MaxOrNaN(value2, value3);
                    RowEnd<S, V>.Store(S.MaxOrNaN(above, below), output + channel, count);
                    if (places is not null)
                    {
                        V placeAbove = S.WhereGreater(value1, value0, place1, place0), placeBelow = S.WhereGreater(value3, value2, place3, place2);
                        RowEnd<S, V>.Store(S.WhereGreater(below, above, placeBelow, placeAbove), places + channel, count);
                    }
                }

                window += 2 * channels;
                output += channels;
                places = places is null ? null : places + channels;
            }
        }
    }

    // The forward pass without places, for whole vectors of channels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Maxima(in PoolingArguments arguments)
    {
        nint channels = arguments.Channels, line = arguments.Width.Input * channels;
        float* output = arguments.Output;
        for (int row = 0; row < arguments.Height.Output; row++)
        {
            float* above = arguments.Input + (2 * row * line);
            for (int column = arguments.Width.Output; column > 0; column--)
            {
                float* end = above + channels;
                for (; above < end; above += S.Lanes, output += S.Lanes)
                {
                    float* below = above + line;
                    S.Store(
                        S.MaxOrNaN(S.MaxOrNaN(S.Load(above), S.Load(above + channels)), S.MaxOrNaN(S.Load(below), S.Load(below + channels))),
                        output);
                }

                above += channels;
            }
        }
    }

    /// <inheritdoc cref="MaxPoolingKernel{S, V}.Backward"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in PoolingArguments arguments)
    {
        arguments.ClearGaps();
        int channels = arguments.Channels;
        nint line = (nint)arguments.Width.Input * channels;
        float* gradient = arguments.Output;
        float* places = arguments.Places;
        V place0 = S.Broadcast(0), place1 = S.Broadcast(1), place2 = S.Broadcast(2), place3 = S.Broadcast(3);
        for (int row = 0; row < arguments.Height.Output; row++)
        {
            float* window = arguments.Input + (2 * row * line);
            for (int column = arguments.Width.Output; column > 0; column--)
            {
                for (int c = 0; c < channels; c += S.Lanes)
                {
                    (int channel, int count) = VectorAt(c, channels);
                    float* values = window + channel;
                    V g = RowEnd<S, V>.Load(gradient + channel, count), place = RowEnd<S, V>.Load(places + channel, count);
                    RowEnd<S, V>.Store(S.WhereEqual(place, place0, g, S.Broadcast(0)), values, count);
                    RowEnd<S, V>.Store(S.WhereEqual(place, place1, g, S.Broadcast(0)), values + channels, count);
                    RowEnd<S, V>.Store(S.WhereEqual(place, place2, g, S.Broadcast(0)), values + line, count);
                    RowEnd<S, V>.Store(S.WhereEqual(place, place3, g, S.Broadcast(0)), values + line + channels, count);
                }

                window += 2 * channels;
                gradient += channels;
                places += channels;
            }
        }
    }

    // The last vector overlaps the one before, or is a part of a vector if there is none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Channel, int Count) VectorAt(int channel, int channels) =>
        channels < S.Lanes ? (0, channels) : (Math.Min(channel, channels - S.Lanes), S.Lanes);
}

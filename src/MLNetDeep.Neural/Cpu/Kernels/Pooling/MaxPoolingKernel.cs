using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Maximum pooling of one row: y = the largest x in the window. Its gradient goes to the first x that equals y, row by row.
/// </summary>
/// <remarks>
/// There are at least as many channels as a vector has lanes. If the number of channels is no multiple of the lanes, the last vector
/// overlaps the one before, so that nothing is written beyond a position's channels.
/// </remarks>
internal static unsafe class MaxPoolingKernel<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Computes the maxima and, if wanted, their places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in PoolingArguments arguments)
    {
        int channels = arguments.Channels;
        nint line = (nint)arguments.Width.Input * channels;
        float* output = arguments.Output;
        float* places = arguments.Places;
        for (int i = 0; i < arguments.Height.Output; i++)
        {
            for (int j = 0; j < arguments.Width.Output; j++, output += channels)
            {
                PoolingWindow window = arguments.Window(i, j);
                if (window.Columns <= 0)
                {
                    Fill(output, 0, channels);
                    if (places is not null)
                    {
                        Fill(places, -1, channels);
                    }
                }
                else if (places is null)
                {
                    Largest(window, line, channels, output);
                }
                else if (window.IsTwoByTwo)
                {
                    LargestOfFour(window, line, channels, arguments.Width.Kernel, output, places);
                }
                else
                {
                    LargestWithPlaces(window, line, channels, arguments.Width.Kernel, output, places);
                }

                places = places is null ? null : places + channels;
            }
        }
    }

    /// <summary>Computes the gradient of the input from the places: each value sums the gradients of the maxima that it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in PoolingArguments arguments)
    {
        if (arguments.AreDisjoint)
        {
            Spread(arguments);
        }
        else
        {
            Gather(arguments);
        }
    }

    // Each window writes the gradients of its values.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(in PoolingArguments arguments)
    {
        arguments.ClearGaps();
        int channels = arguments.Channels, kernel = arguments.Width.Kernel;
        nint line = (nint)arguments.Width.Input * channels;
        float* gradient = arguments.Output;
        float* places = arguments.Places;
        V zero = S.Broadcast(0);
        for (int i = 0; i < arguments.Height.Output; i++)
        {
            for (int j = 0; j < arguments.Width.Output; j++, gradient += channels, places += channels)
            {
                PoolingWindow window = arguments.Window(i, j);
                for (int c = 0; c < channels; c += S.Lanes)
                {
                    int channel = Math.Min(c, channels - S.Lanes);
                    float* values = window.Corner + channel;
                    V g = S.Load(gradient + channel), place = S.Load(places + channel);
                    if (window.IsTwoByTwo)
                    {
                        S.Store(S.WhereEqual(place, S.Broadcast(window.FirstPlace), g, zero), values);
                        S.Store(S.WhereEqual(place, S.Broadcast(window.FirstPlace + 1), g, zero), values + channels);
                        values += line;
                        S.Store(S.WhereEqual(place, S.Broadcast(window.FirstPlace + kernel), g, zero), values);
                        S.Store(S.WhereEqual(place, S.Broadcast(window.FirstPlace + kernel + 1), g, zero), values + channels);
                        continue;
                    }

                    for (int y = 0; y < window.Rows; y++, values += line)
                    {
                        float* value = values;
                        int number = window.FirstPlace + (y * kernel);
                        for (int x = 0; x < window.Columns; x++, value += channels)
                        {
                            S.Store(S.WhereEqual(place, S.Broadcast(number + x), g, zero), value);
                        }
                    }
                }
            }
        }
    }

    // Each value reads the gradients of its windows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(in PoolingArguments arguments)
    {
        PoolingAxis height = arguments.Height, width = arguments.Width;
        int channels = arguments.Channels;
        float* input = arguments.Input;
        V zero = S.Broadcast(0);
        for (int y = 0; y < height.Input; y++)
        {
            for (int x = 0; x < width.Input; x++, input += channels)
            {
                for (int c = 0; c < channels; c += S.Lanes)
                {
                    int channel = Math.Min(c, channels - S.Lanes);
                    V sum = zero;
                    for (int i = height.FirstWindow[y]; i < height.EndWindow[y]; i++)
                    {
                        int number = ((y - height.Begin[i]) * width.Kernel) + x;
                        for (int j = width.FirstWindow[x]; j < width.EndWindow[x]; j++)
                        {
                            V place = S.Broadcast(number - width.Begin[j]);
                            nint window = ((((nint)i * width.Output) + j) * channels) + channel;
                            sum = S.Add(sum, S.WhereEqual(S.Load(arguments.Places + window), place, S.Load(arguments.Output + window), zero));
                        }
                    }

                    S.Store(sum, input + channel);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill(float* values, float value, int count) => new Span<float>(values, count).Fill(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Largest(in PoolingWindow window, nint line, int channels, float* output)
    {
        for (int c = 0; c < channels; c += S.Lanes)
        {
            int channel = Math.Min(c, channels - S.Lanes);
            float* values = window.Corner + channel;
            V largest = S.Load(values);
            if (window.IsTwoByTwo)
            {
                largest = S.MaxOrNaN(largest, S.Load(values + channels));
                V below = S.MaxOrNaN(S.Load(values + line), S.Load(values + line + channels));
                S.Store(S.MaxOrNaN(largest, below), output + channel);
                continue;
            }

            for (int y = 0; y < window.Rows; y++, values += line)
            {
                float* value = values;
                for (int x = 0; x < window.Columns; x++, value += channels)
                {
                    largest = S.MaxOrNaN(largest, S.Load(value));
                }
            }

            S.Store(largest, output + channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LargestOfFour(in PoolingWindow window, nint line, int channels, int kernel, float* output, float* places)
    {
        V place0 = S.Broadcast(window.FirstPlace), place1 = S.Broadcast(window.FirstPlace + 1);
        V place2 = S.Broadcast(window.FirstPlace + kernel), place3 = S.Broadcast(window.FirstPlace + kernel + 1);
        for (int c = 0; c < channels; c += S.Lanes)
        {
            int channel = Math.Min(c, channels - S.Lanes);
            float* values = window.Corner + channel;
            V value0 = S.Load(values), value1 = S.Load(values + channels);
            V value2 = S.Load(values + line), value3 = S.Load(values + line + channels);
            V above = S.MaxOrNaN(value0, value1), below = S.MaxOrNaN(value2, value3);
            V placeAbove = S.WhereGreater(value1, value0, place1, place0), placeBelow = S.WhereGreater(value3, value2, place3, place2);
            S.Store(S.MaxOrNaN(above, below), output + channel);
            S.Store(S.WhereGreater(below, above, placeBelow, placeAbove), places + channel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LargestWithPlaces(in PoolingWindow window, nint line, int channels, int kernel, float* output, float* places)
    {
        for (int c = 0; c < channels; c += S.Lanes)
        {
            int channel = Math.Min(c, channels - S.Lanes);
            float* values = window.Corner + channel;
            V largest = S.Load(values);
            V place = S.Broadcast(window.FirstPlace);
            for (int y = 0; y < window.Rows; y++, values += line)
            {
                float* value = values;
                int number = window.FirstPlace + (y * kernel);
                for (int x = 0; x < window.Columns; x++, value += channels)
                {
                    V candidate = S.Load(value);
                    place = S.WhereGreater(candidate, largest, S.Broadcast(number + x), place);
                    largest = S.MaxOrNaN(largest, candidate);
                }
            }

            S.Store(largest, output + channel);
            S.Store(place, places + channel);
        }
    }
}

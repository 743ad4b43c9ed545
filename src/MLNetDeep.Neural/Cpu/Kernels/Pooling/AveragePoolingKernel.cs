using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Average pooling of one row: y = the mean of the x in the window, without padding. With g = dL/dy, dL/dx = the sum of g / n over the windows
/// with x, where n is the number of values of the window. <see cref="MaxPoolingKernel{S, V}"/> says how channels become vectors.
/// </summary>
internal static unsafe class AveragePoolingKernel<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Computes the averages.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in PoolingArguments arguments)
    {
        int channels = arguments.Channels;
        nint line = (nint)arguments.Width.Input * channels;
        float* output = arguments.Output;
        for (int i = 0; i < arguments.Height.Output; i++)
        {
            for (int j = 0; j < arguments.Width.Output; j++, output += channels)
            {
                PoolingWindow window = arguments.Window(i, j);
                V share = S.Broadcast(Share(arguments, i, j));
                for (int c = 0; c < channels; c += S.Lanes)
                {
                    int channel = Math.Min(c, channels - S.Lanes);
                    float* values = window.Corner + channel;
                    V sum = S.Broadcast(0);
                    for (int y = 0; y < window.Rows; y++, values += line)
                    {
                        float* value = values;
                        for (int x = 0; x < window.Columns; x++, value += channels)
                        {
                            sum = S.Add(sum, S.Load(value));
                        }
                    }

                    S.Store(S.Multiply(sum, share), output + channel);
                }
            }
        }
    }

    /// <summary>Computes the gradient of the input.</summary>
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
        int channels = arguments.Channels;
        nint line = (nint)arguments.Width.Input * channels;
        float* gradient = arguments.Output;
        for (int i = 0; i < arguments.Height.Output; i++)
        {
            for (int j = 0; j < arguments.Width.Output; j++, gradient += channels)
            {
                PoolingWindow window = arguments.Window(i, j);
                V share = S.Broadcast(Share(arguments, i, j));
                for (int c = 0; c < channels; c += S.Lanes)
                {
                    int channel = Math.Min(c, channels - S.Lanes);
                    float* values = window.Corner + channel;
                    V part = S.Multiply(S.Load(gradient + channel), share);
                    for (int y = 0; y < window.Rows; y++, values += line)
                    {
                        float* value = values;
                        for (int x = 0; x < window.Columns; x++, value += channels)
                        {
                            S.Store(part, value);
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
        for (int y = 0; y < height.Input; y++)
        {
            for (int x = 0; x < width.Input; x++, input += channels)
            {
                for (int c = 0; c < channels; c += S.Lanes)
                {
                    int channel = Math.Min(c, channels - S.Lanes);
                    V sum = S.Broadcast(0);
                    for (int i = height.FirstWindow[y]; i < height.EndWindow[y]; i++)
                    {
                        for (int j = width.FirstWindow[x]; j < width.EndWindow[x]; j++)
                        {
                            float* gradient = arguments.Output + ((((nint)i * width.Output) + j) * channels);
                            sum = S.MultiplyAdd(S.Load(gradient + channel), S.Broadcast(Share(arguments, i, j)), sum);
                        }
                    }

                    S.Store(sum, input + channel);
                }
            }
        }
    }

    // 1 / the number of values in a window; 0 if there are none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Share(in PoolingArguments arguments, int row, int column)
    {
        PoolingAxis height = arguments.Height, width = arguments.Width;
        int columns = Math.Min(width.End[column], arguments.UsedWidth) - width.First[column];
        return height.Shares[height.End[row] - height.First[row]] * width.Shares[Math.Max(columns, 0)];
    }
}

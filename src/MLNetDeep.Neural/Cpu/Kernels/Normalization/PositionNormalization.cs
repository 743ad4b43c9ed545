using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Layer normalization: y = γ x̂ + β with x̂ = (x - μ) / √(σ² + ε), where μ and σ² are the mean and variance of the values of a position.
/// </summary>
internal static unsafe class PositionNormalization<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Computes x̂, 1 / √(σ² + ε) and y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in PositionNormalizationArguments arguments)
    {
        int size = arguments.Size;
        float* input = arguments.Input, normalized = arguments.Normalized, output = arguments.Output;
        for (int position = 0; position < arguments.Positions; position++, input += size, normalized += size, output += size)
        {
            V sum = S.Broadcast(0);
            for (int i = 0; i < size; i += S.Lanes)
            {
                sum = S.Add(sum, RowEnd<S, V>.Load(input + i, size - i));
            }

            V mean = S.Broadcast(S.Sum(sum) / size);
            V rest = S.Broadcast(0), squares = S.Broadcast(0);
            for (int i = 0; i < size; i += S.Lanes)
            {
                RowEnd<S, V>.Store(S.Subtract(RowEnd<S, V>.Load(input + i, size - i), mean), normalized + i, size - i);
                V difference = RowEnd<S, V>.Load(normalized + i, size - i);
                rest = S.Add(rest, difference);
                squares = S.MultiplyAdd(difference, difference, squares);
            }

            // The mean of values far from 0 is rounded: the mean of the differences is what it lacks.
            float missing = S.Sum(rest) / size;
            missing = float.IsFinite(missing) ? missing : 0;

            // The sum of floats becomes infinite from differences of 2e19, and then the outputs would be 0.
            double total = S.Sum(squares);
            total = double.IsPositiveInfinity(total) ? SumOfSquares(normalized, size) : total;
            double variance = Math.Max((total / size) - ((double)missing * missing), 0);
            float inverse = (float)(1 / Math.Sqrt(variance + arguments.Epsilon));
            arguments.InverseDeviations[position] = inverse;
            V correction = S.Broadcast(missing), scale = S.Broadcast(inverse);
            for (int i = 0; i < size; i += S.Lanes)
            {
                V value = S.Multiply(S.Subtract(RowEnd<S, V>.Load(normalized + i, size - i), correction), scale);
                RowEnd<S, V>.Store(value, normalized + i, size - i);
                V gamma = RowEnd<S, V>.Load(arguments.Gamma + i, size - i), beta = RowEnd<S, V>.Load(arguments.Beta + i, size - i);
                RowEnd<S, V>.Store(S.MultiplyAdd(value, gamma, beta), output + i, size - i);
            }
        }
    }

    /// <summary>
    /// Adds the gradients of the parameters, and computes that of x. With g = dL/dy and h = γ g: dL/dγ = Σ g x̂, dL/dβ = Σ g, and
    /// dL/dx = (h - mean(h) - x̂ mean(h x̂)) / √(σ² + ε).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in PositionNormalizationArguments arguments)
    {
        int size = arguments.Size;
        float* normalized = arguments.Normalized, gradient = arguments.Output, result = arguments.InputGradient;
        for (int position = 0; position < arguments.Positions; position++, normalized += size, gradient += size)
        {
            V sum = S.Broadcast(0), projection = S.Broadcast(0);
            for (int i = 0; i < size; i += S.Lanes)
            {
                int count = size - i;
                V g = RowEnd<S, V>.Load(gradient + i, count), value = RowEnd<S, V>.Load(normalized + i, count);
                V gammaGradient = RowEnd<S, V>.Load(arguments.GammaGradient + i, count);
                RowEnd<S, V>.Store(S.MultiplyAdd(g, value, gammaGradient), arguments.GammaGradient + i, count);
                RowEnd<S, V>.Store(S.Add(g, RowEnd<S, V>.Load(arguments.BetaGradient + i, count)), arguments.BetaGradient + i, count);
                V h = S.Multiply(g, RowEnd<S, V>.Load(arguments.Gamma + i, count));
                sum = S.Add(sum, h);
                projection = S.MultiplyAdd(h, value, projection);
            }

            if (result is null)
            {
                continue;
            }

            V mean = S.Broadcast(S.Sum(sum) / size), factor = S.Broadcast(S.Sum(projection) / size);
            V scale = S.Broadcast(arguments.InverseDeviations[position]);
            for (int i = 0; i < size; i += S.Lanes)
            {
                int count = size - i;
                V h = S.Multiply(RowEnd<S, V>.Load(gradient + i, count), RowEnd<S, V>.Load(arguments.Gamma + i, count));
                V rest = S.Subtract(S.Subtract(h, mean), S.Multiply(RowEnd<S, V>.Load(normalized + i, count), factor));
                RowEnd<S, V>.Store(S.Multiply(rest, scale), result + i, count);
            }

            result += size;
        }
    }

    private static double SumOfSquares(float* values, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += (double)values[i] * values[i];
        }

        return sum;
    }
}

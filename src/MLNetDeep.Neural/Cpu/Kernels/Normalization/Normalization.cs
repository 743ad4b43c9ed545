using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Batch normalization: y = γ x̂ + β with x̂ = (x - μ) / √(σ² + ε), where μ and σ² are the mean and variance of the column. One SIMD vector
/// of columns is processed at a time. Each lane sums over ascending rows, so the result does not depend on how threads share the columns.
/// </summary>
/// <remarks>
/// The number of columns is padded to cache lines of 16 floats, a multiple of every SIMD width. The padding stays 0,
/// since γ and β are 0 there.
/// </remarks>
internal static unsafe class Normalization<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>
    /// Computes the mean and the variance (divided by the number of rows) of each column. Two passes over the rows avoid the loss of digits
    /// by cancellation.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Statistics(in NormalizationArguments arguments, int firstColumn, int endColumn)
    {
        V inverseCount = S.Broadcast(1f / arguments.Rows);
        for (int column = firstColumn; column < endColumn; column += S.Lanes)
        {
            V sum = S.Broadcast(0);
            float* input = arguments.Input + column;
            for (int row = 0; row < arguments.Rows; row++, input += arguments.InputStride)
            {
                sum = S.Add(sum, S.Load(input));
            }

            V mean = S.Multiply(sum, inverseCount);
            V squares = S.Broadcast(0);
            input = arguments.Input + column;
            for (int row = 0; row < arguments.Rows; row++, input += arguments.InputStride)
            {
                V difference = S.Subtract(S.Load(input), mean);
                squares = S.MultiplyAdd(difference, difference, squares);
            }

            S.Store(mean, arguments.Mean + column);
            S.Store(S.Multiply(squares, inverseCount), arguments.Variance + column);
        }
    }

    /// <summary>Computes y from x, the mean and the variance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in NormalizationArguments arguments, int firstColumn, int endColumn)
    {
        for (int column = firstColumn; column < endColumn; column += S.Lanes)
        {
            V mean = S.Load(arguments.Mean + column);
            V scale = S.Multiply(S.Load(arguments.Gamma + column), InverseDeviation(arguments, column));
            V beta = S.Load(arguments.Beta + column);
            float* input = arguments.Input + column;
            float* result = arguments.Output + column;
            for (int row = 0; row < arguments.Rows; row++)
            {
                S.Store(S.MultiplyAdd(S.Subtract(S.Load(input), mean), scale, beta), result);
                input += arguments.InputStride;
                result += arguments.OutputStride;
            }
        }
    }

    /// <summary>
    /// Computes gradients of the loss L. With g = dL/dy: dL/dβ = Σ g, dL/dγ = Σ g x̂. If the mean and variance are computed from the batch,
    /// dL/dx = γ / √(σ² + ε) (g - mean(g) - x̂ mean(g x̂)); otherwise γ / √(σ² + ε) g.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in NormalizationArguments arguments, bool usesBatchStatistics, int firstColumn, int endColumn)
    {
        V inverseCount = S.Broadcast(usesBatchStatistics ? 1f / arguments.Rows : 0);
        for (int column = firstColumn; column < endColumn; column += S.Lanes)
        {
            V mean = S.Load(arguments.Mean + column);
            V inverse = InverseDeviation(arguments, column);
            V sum = S.Broadcast(0), scaledSum = S.Broadcast(0);
            float* input = arguments.Input + column;
            float* gradient = arguments.Output + column;
            for (int row = 0; row < arguments.Rows; row++)
            {
                V g = S.Load(gradient);
                sum = S.Add(sum, g);
                scaledSum = S.MultiplyAdd(g, S.Multiply(S.Subtract(S.Load(input), mean), inverse), scaledSum);
                input += arguments.InputStride;
                gradient += arguments.OutputStride;
            }

            S.Store(sum, arguments.BetaGradient + column);
            S.Store(scaledSum, arguments.GammaGradient + column);
            if (arguments.InputGradient is not null)
            {
                InputGradient(arguments, column, mean, inverse, S.Multiply(sum, inverseCount), S.Multiply(scaledSum, inverseCount));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V InverseDeviation(in NormalizationArguments arguments, int column) =>
        S.Divide(S.Broadcast(1), S.SquareRoot(S.Add(S.Load(arguments.Variance + column), S.Broadcast(arguments.Epsilon))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputGradient(
        in NormalizationArguments arguments, int column, V mean, V inverse, V gradientMean, V scaledMean)
    {
        V scale = S.Multiply(S.Load(arguments.Gamma + column), inverse);
        float* input = arguments.Input + column;
        float* gradient = arguments.Output + column;
        float* result = arguments.InputGradient + column;
        for (int row = 0; row < arguments.Rows; row++)
        {
            V normalized = S.Multiply(S.Subtract(S.Load(input), mean), inverse);
            V rest = S.Subtract(S.Subtract(S.Load(gradient), gradientMean), S.Multiply(normalized, scaledMean));
            S.Store(S.Multiply(scale, rest), result);
            input += arguments.InputStride;
            gradient += arguments.OutputStride;
            result += arguments.InputGradientStride;
        }
    }
}

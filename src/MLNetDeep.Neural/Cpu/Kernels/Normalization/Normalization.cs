using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Batch normalization: y = γ x̂ + β with x̂ = (x - μ) / √(σ² + ε), where μ and σ² are the mean and variance of the column. One SIMD vector
/// of columns is processed at a time. Each lane sums over ascending rows, so the result does not depend on how threads share the columns.
/// </summary>
/// <remarks>
/// There are at least as many columns as a vector has lanes. If their number is no multiple of the lanes, the last vector overlaps the one
/// before. Flat rows are padded to cache lines of 16 floats, a multiple of every SIMD width; their padding stays 0, since γ and β are 0 there.
/// In rows with positions, each position is a row here, and its channels are the columns.
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
        for (int start = firstColumn; start < endColumn; start += S.Lanes)
        {
            int column = Math.Min(start, endColumn - S.Lanes);
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
        for (int start = firstColumn; start < endColumn; start += S.Lanes)
        {
            int column = Math.Min(start, endColumn - S.Lanes);
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

    /// <summary>Computes the gradients of the parameters. With g = dL/dy: dL/dβ = Σ g, dL/dγ = Σ g x̂.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sums(in NormalizationArguments arguments, int firstColumn, int endColumn)
    {
        for (int start = firstColumn; start < endColumn; start += S.Lanes)
        {
            int column = Math.Min(start, endColumn - S.Lanes);
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
        }
    }

    /// <summary>
    /// Computes the gradient of the input from those of the parameters. With g = dL/dy: if the mean and variance are those of n values,
    /// dL/dx = γ / √(σ² + ε) (g - dL/dβ / n - x̂ dL/dγ / n); otherwise γ / √(σ² + ε) g.
    /// </summary>
    /// <param name="arguments">The operands.</param>
    /// <param name="inverseCount">1 / n; 0 if the mean and variance do not depend on x.</param>
    /// <param name="firstColumn">The first column.</param>
    /// <param name="endColumn">The column after the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(in NormalizationArguments arguments, float inverseCount, int firstColumn, int endColumn)
    {
        for (int start = firstColumn; start < endColumn; start += S.Lanes)
        {
            int column = Math.Min(start, endColumn - S.Lanes);
            V mean = S.Load(arguments.Mean + column);
            V inverse = InverseDeviation(arguments, column);
            V scale = S.Multiply(S.Load(arguments.Gamma + column), inverse);
            V share = S.Broadcast(inverseCount);
            V gradientMean = S.Multiply(S.Load(arguments.BetaGradient + column), share);
            V scaledMean = S.Multiply(S.Load(arguments.GammaGradient + column), share);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V InverseDeviation(in NormalizationArguments arguments, int column) =>
        S.Divide(S.Broadcast(1), S.SquareRoot(S.Add(S.Load(arguments.Variance + column), S.Broadcast(arguments.Epsilon))));
}

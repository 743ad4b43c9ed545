using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Operations on stored gradients and on weights, before or after an optimizer step. Counts are multiples of a cache line. The padding is
/// 0, so sums may include it.
/// </summary>
internal static unsafe class GradientKernels<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    // The squares of values near a smaller limit are too small for a float.
    private const float SmallestFloatLimit = 1e-12f;

    /// <summary>gradient ← gradient + l1·sign(w) + 2·l2·w, where w are the weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddPenalty(float* weights, float* gradient, float l1, float l2, int count)
    {
        V zero = S.Broadcast(0), up = S.Broadcast(l1), down = S.Broadcast(-l1), twice = S.Broadcast(2 * l2);
        for (int i = 0; i < count; i += S.Lanes)
        {
            V weight = S.Load(weights + i);
            V sign = S.WhereGreater(weight, zero, up, S.WhereGreater(zero, weight, down, zero));
            V penalty = S.MultiplyAdd(twice, weight, sign);
            S.Store(S.Add(S.Load(gradient + i), penalty), gradient + i);
        }
    }

    /// <summary>Limits values to ±limit; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clamp(float* values, float limit, int count)
    {
        V top = S.Broadcast(limit), bottom = S.Broadcast(-limit);
        for (int i = 0; i < count; i += S.Lanes)
        {
            V value = S.Load(values + i);
            value = S.WhereGreater(value, top, top, value);
            S.Store(S.WhereGreater(bottom, value, bottom, value), values + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* values, float factor, int count)
    {
        V scale = S.Broadcast(factor);
        for (int i = 0; i < count; i += S.Lanes)
        {
            S.Store(S.Multiply(scale, S.Load(values + i)), values + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SumOfMagnitudes(float* values, int count)
    {
        V sum = S.Broadcast(0);
        for (int i = 0; i < count; i += S.Lanes)
        {
            sum = S.Add(sum, S.Abs(S.Load(values + i)));
        }

        return S.Sum(sum);
    }

    /// <summary>If the Euclidean norm of a column exceeds the limit, scales the column so that its norm equals the limit.</summary>
    /// <remarks>A column with NaN or infinite values does not change.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LimitColumns(float* matrix, nint stride, int rows, int firstColumn, int endColumn, float limit)
    {
        V one = S.Broadcast(1), top = S.Broadcast(limit);
        for (int column = firstColumn; column < endColumn; column += S.Lanes)
        {
            V sum = S.Broadcast(0);
            float* element = matrix + column;
            for (int row = 0; row < rows; row++, element += stride)
            {
                V value = S.Load(element);
                sum = S.MultiplyAdd(value, value, sum);
            }

            // A sum that is too large or too small for a float needs a double. 0 times a finite sum is 0; otherwise it is NaN.
            if (limit < SmallestFloatLimit || !(S.Sum(S.Multiply(S.Broadcast(0), sum)) == 0))
            {
                LimitColumnsInDouble(matrix, stride, rows, column, limit);
                continue;
            }

            V length = S.SquareRoot(sum);
            V factor = S.WhereGreater(length, top, S.Divide(top, length), one);
            element = matrix + column;
            for (int row = 0; row < rows; row++, element += stride)
            {
                S.Store(S.Multiply(factor, S.Load(element)), element);
            }
        }
    }

    private static void LimitColumnsInDouble(float* matrix, nint stride, int rows, int firstColumn, float limit)
    {
        for (int column = firstColumn; column < firstColumn + S.Lanes; column++)
        {
            double sum = 0;
            float* element = matrix + column;
            for (int row = 0; row < rows; row++, element += stride)
            {
                sum += (double)*element * *element;
            }

            double length = Math.Sqrt(sum);
            if (!(length > limit && double.IsFinite(length)))
            {
                continue;
            }

            element = matrix + column;
            for (int row = 0; row < rows; row++, element += stride)
            {
                *element = (float)(*element * (limit / length));
            }
        }
    }

    /// <summary>Applies an update rule with stored gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TRule>(float* gradient, float* parameters, in TRule rule, int first, int end)
        where TRule : struct, IUpdateRule<V>
    {
        TRule local = rule;
        for (int i = first; i < end; i += S.Lanes)
        {
            local.Apply(parameters + i, i, S.Load(gradient + i));
        }
    }
}

using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Creates the kernel arguments for the matrix products of dense layers.</summary>
internal static unsafe class DenseLayerProducts
{
    /// <summary>The weighted sums x W over a range of inputs, where x is stored densely.</summary>
    /// <param name="input">x.</param>
    /// <param name="firstInput">The first input.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="weights">The weights of the first input.</param>
    /// <param name="weightStride">The row stride of the weights, in floats.</param>
    /// <param name="resultStride">The row stride of the sums, in floats.</param>
    public static DenseProduct Sums(Activations input, int firstInput, int inputs, float* weights, int weightStride, int resultStride) => new()
    {
        Left = input.Pointer + firstInput,
        LeftRowStride = input.Stride,
        LeftDepthStride = 1,
        Right = weights,
        RightStride = weightStride,
        ResultStride = resultStride,
        Depth = inputs,
    };

    /// <summary>The gradient of the weights, xᵀ g, where g is the gradient of the weighted sums. Both are stored densely.</summary>
    public static DenseProduct Gradient(Activations input, Activations gradient, int rows, int resultStride) => new()
    {
        Left = input.Pointer,
        LeftRowStride = 1,
        LeftDepthStride = input.Stride,
        Right = gradient.Pointer,
        RightStride = gradient.Stride,
        ResultStride = resultStride,
        Depth = rows,
    };

    /// <summary>The product of a sparse matrix, stored by rows or by columns, and a dense matrix.</summary>
    public static SparseProduct Sparse(SparseRows left, float* right, int rightStride, int resultStride) => new()
    {
        Starts = left.StartPointer,
        Ends = left.EndPointer,
        Indices = left.IndexPointer,
        Values = left.ValuePointer,
        Right = right,
        RightStride = rightStride,
        ResultStride = resultStride,
    };
}

using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The products that dense layers are made of, as arguments of the kernels.</summary>
internal static unsafe class DenseProducts
{
    /// <summary>x W over some of the inputs, of full rows.</summary>
    /// <param name="input">x.</param>
    /// <param name="firstInput">The first of the inputs.</param>
    /// <param name="inputs">How many there are.</param>
    /// <param name="weights">The weights of the first.</param>
    /// <param name="weightStride">The distance from the weights of one input to those of the next.</param>
    /// <param name="resultStride">The distance from one row of sums to the next.</param>
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

    /// <summary>xᵀ g, of full rows.</summary>
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

    /// <summary>The product of compressed rows (or columns) and full ones.</summary>
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

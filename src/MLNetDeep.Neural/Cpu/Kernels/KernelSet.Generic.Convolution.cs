namespace MLNetDeep.Neural.Cpu.Kernels;

/// <content>Kernels of convolutions.</content>
internal sealed unsafe partial class KernelSet<S, V>
{
    public override void Forward(in PatchProduct product, float* bias, ActivationFunction function)
    {
        switch (function)
        {
            case ActivationFunction.Linear:
                PatchGemm<S, V, BiasedPatches<S, V, LinearActivation<S, V>>>.Run(product, new(bias));
                break;
            case ActivationFunction.Relu:
                PatchGemm<S, V, BiasedPatches<S, V, ReluActivation<S, V>>>.Run(product, new(bias));
                break;
            case ActivationFunction.Sigmoid:
                PatchGemm<S, V, BiasedPatches<S, V, SigmoidActivation<S, V>>>.Run(product, new(bias));
                break;
            case ActivationFunction.Tanh:
                PatchGemm<S, V, BiasedPatches<S, V, TanhActivation<S, V>>>.Run(product, new(bias));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(function), function, "A product cannot apply this function to its sums.");
        }
    }

    public override void Forward(in DepthwiseProduct product, float* bias, ActivationFunction function)
    {
        switch (function)
        {
            case ActivationFunction.Linear:
                DepthwiseKernel<S, V>.Forward(product, new BiasedPatches<S, V, LinearActivation<S, V>>(bias));
                break;
            case ActivationFunction.Relu:
                DepthwiseKernel<S, V>.Forward(product, new BiasedPatches<S, V, ReluActivation<S, V>>(bias));
                break;
            case ActivationFunction.Sigmoid:
                DepthwiseKernel<S, V>.Forward(product, new BiasedPatches<S, V, SigmoidActivation<S, V>>(bias));
                break;
            case ActivationFunction.Tanh:
                DepthwiseKernel<S, V>.Forward(product, new BiasedPatches<S, V, TanhActivation<S, V>>(bias));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(function), function, "A product cannot apply this function to its sums.");
        }
    }

    public override void WinogradFilters(float* weights, int* offsets, float* result, nint resultMatrix, int count) =>
        WinogradTransforms<S, V>.Weights(weights, offsets, result, resultMatrix, count);

    public override void WinogradTiles(in WinogradTiles tiles) => WinogradTransforms<S, V>.Tiles(tiles);

    public override void WinogradOutputs(in WinogradTiles tiles, ActivationFunction function)
    {
        switch (function)
        {
            case ActivationFunction.Linear:
                WinogradTransforms<S, V>.Outputs<LinearActivation<S, V>>(tiles);
                break;
            case ActivationFunction.Relu:
                WinogradTransforms<S, V>.Outputs<ReluActivation<S, V>>(tiles);
                break;
            case ActivationFunction.Sigmoid:
                WinogradTransforms<S, V>.Outputs<SigmoidActivation<S, V>>(tiles);
                break;
            case ActivationFunction.Tanh:
                WinogradTransforms<S, V>.Outputs<TanhActivation<S, V>>(tiles);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(function), function, "A product cannot apply this function to its sums.");
        }
    }

    public override void WinogradMaxima(in WinogradTiles tiles, ActivationFunction function)
    {
        switch (function)
        {
            case ActivationFunction.Linear:
                WinogradTransforms<S, V>.Maxima<LinearActivation<S, V>>(tiles);
                break;
            case ActivationFunction.Relu:
                WinogradTransforms<S, V>.Maxima<ReluActivation<S, V>>(tiles);
                break;
            case ActivationFunction.Sigmoid:
                WinogradTransforms<S, V>.Maxima<SigmoidActivation<S, V>>(tiles);
                break;
            case ActivationFunction.Tanh:
                WinogradTransforms<S, V>.Maxima<TanhActivation<S, V>>(tiles);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(function), function, "A product cannot apply this function to its sums.");
        }
    }

    public override void AddToWeights(in DepthwiseProduct product) => DepthwiseKernel<S, V>.AddToWeights(product);

    public override void AddToPicture(in DepthwiseProduct product) => DepthwiseKernel<S, V>.AddToPicture(product);

    public override void Add(in PatchProduct product) => PatchGemm<S, V, AddedPatches<S, V>>.Run(product, default);

    public override void Add(in SparsePatchProduct product) => SparsePatchGemm<S, V>.Run(product);

    public override void Add(in SparsePatchProduct product, in MaximumLists maxima) => SparsePatchGemm<S, V>.Run(product, maxima);

    public override void ListByFilter(in MaximumLists lists) => MaximumListing<S, V>.ByFilter(lists);

    public override void ListByPlace(in MaximumLists lists) => MaximumListing<S, V>.ByPlace(lists);

    public override void AddRows(float* source, int rows, int columns, float* result) =>
        ColumnSums<S, V>.Add(source, rows, columns, result);
}

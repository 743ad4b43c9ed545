using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The gradients of a convolution in which each channel has one filter of its own.</summary>
internal sealed unsafe class DepthwiseGradients(ConvolutionLayer layer, ConvolutionWeights weights, ConvolutionTables tables, LayerContext context)
    : PatchGradients
{
    private readonly KernelSet _kernels = context.Kernels;

    public override int SumsLength => weights.OwnLength;

    public override int UpdateCount => weights.ChunkCount;

    public override void PrepareInputs()
    {
    }

    public override float* Begin(int row, bool wantsInput) => layer.SumGradient(row);

    public override void AddToWeights(int row, float* state, float* picture, float* sums)
    {
        for (int channel = 0; channel < tables.Shape.OutputChannels; channel += Panel.Width)
        {
            _kernels.AddToWeights(Product(channel, state, picture, sums));
        }
    }

    public override void AddToInput(float* state, float* picture)
    {
        for (int channel = 0; channel < tables.Shape.OutputChannels; channel += Panel.Width)
        {
            _kernels.AddToPicture(Product(channel, state, picture, weights.OwnWeight));
        }
    }

    public override void Update(int index, PartialSums sums, CpuUpdate update) => weights.UpdateChunk(index, sums, update, _kernels);

    private DepthwiseProduct Product(int channel, float* gradient, float* picture, float* weight) => tables.DepthwiseProductFrom(channel) with
    {
        Picture = picture + channel,
        Weights = weight + Panel.Origin(channel, tables.Shape.FilterSize) + channel,
        Sums = gradient + channel,
    };
}

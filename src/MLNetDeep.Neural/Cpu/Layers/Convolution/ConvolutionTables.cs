using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Tables of the offsets, in floats, at which a convolution finds the inputs of its weights in a picture, and its outputs. The picture is
/// the input row or, with padding, a copy of the row with zeros around it.
/// </summary>
internal sealed class ConvolutionTables
{
    // The number of rows of results that a product computes at once.
    private const int RowsPerBlock = 8;

    /// <summary>Computes the tables.</summary>
    /// <param name="shape">The geometry of the convolution.</param>
    /// <param name="lanes">The number of floats of a vector.</param>
    public ConvolutionTables(ConvolutionShape shape, int lanes)
    {
        // With several filters for each channel, a channel for each filter lets lanes be channels.
        Multiplier = shape.IsDepthwise ? shape.GroupOutputs : 1;
        shape = shape with { InputChannels = shape.InputChannels * Multiplier, Groups = Multiplier > 1 ? shape.OutputChannels : shape.Groups };
        Shape = shape;
        Joined = CountJoined(shape, lanes);
        PictureHeight = shape.Height.Before + shape.Height.Input + shape.Height.After;
        PictureWidth = shape.Width.Before + shape.Width.Input + shape.Width.After;
        Pitch = checked(PictureWidth * shape.InputChannels);
        PictureLength = checked(PictureHeight * Pitch);
        int width = shape.Width.Output;
        int height = shape.Height.Output;
        int joinedWidth = width / Joined;
        Patches = new(from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, joinedWidth) select PatchAt(y, x * Joined));
        Positions = new(Enumerable.Range(0, height * joinedWidth).Select(position => position * JoinedOutputs));
        OutputRows = new(Enumerable.Range(0, height).Select(y => PatchAt(y, 0)));
        PatchStride = Joined * shape.Width.Stride * shape.InputChannels;

        // A row of a kernel is contiguous in the picture, unless there are gaps between its positions or channels of other groups.
        bool hasContiguousRows = shape.Groups == 1 && shape.Width.Dilation == 1;
        Segments = CreateSegments(hasContiguousRows, (Joined - 1) * shape.Width.Stride * shape.InputChannels);
        Inputs = new(from segment in Segments.Offsets from value in Enumerable.Range(0, Segments.Length) select segment + value);

        KernelSegments = CreateSegments(hasContiguousRows);

        // The gradient of the input is added patch by patch. Patches that are computed at once must not overlap, so they lie below each
        // other, or only one position of the kernel is added at a time.
        bool addsRows = hasContiguousRows && height >= RowsPerBlock;
        AddedSegments = CreateSegments(addsRows);
        (int Y, int X)[] order = addsRows
            ? [.. from x in Enumerable.Range(0, width) from y in Enumerable.Range(0, height) select (y, x)]
            : [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) select (y, x)];
        AddedPatches = new(order.Select(position => PatchAt(position.Y, position.X)));
        AddedPositions = new(order.Select(position => ((position.Y * width) + position.X) * shape.OutputChannels));
        WeightSpans = [.. CreateSpans(shape.FilterSize, AlignedBuffer.Pad(shape.OutputChannels))];
        Spans = Joined == 1 ? WeightSpans : [CreateJoinedSpan()];
    }

    /// <summary>The geometry of the convolution, after its channels were repeated <see cref="Multiplier"/> times.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>How often each channel of the input is in the picture: the number of its filters if each channel has its own, otherwise 1.</summary>
    public int Multiplier { get; }

    /// <summary>
    /// The number of neighbouring patches that are computed as one longer patch, so that the outputs of few filters fill a vector; 1 if
    /// patches are not joined. Weights are 0 at those inputs of the longer patch that a filter does not read.
    /// </summary>
    public int Joined { get; }

    /// <summary>The number of outputs of joined patches.</summary>
    public int JoinedOutputs => Joined * Shape.OutputChannels;

    /// <summary>Whether each channel has one filter, so that lanes can be channels.</summary>
    public bool IsDepthwise => Shape.IsDepthwise;

    /// <summary>The height of the picture, with padding.</summary>
    public int PictureHeight { get; }

    /// <summary>The width of the picture, with padding.</summary>
    public int PictureWidth { get; }

    /// <summary>The number of floats from one row of the picture to the next.</summary>
    public int Pitch { get; }

    /// <summary>The number of floats of the picture.</summary>
    public int PictureLength { get; }

    /// <summary>The offset in the picture of each patch, or of each first of joined patches.</summary>
    public IndexTable Patches { get; }

    /// <summary>The offset of each patch's output.</summary>
    public IndexTable Positions { get; }

    /// <summary>The offset in the picture of the first patch of each row of patches.</summary>
    public IndexTable OutputRows { get; }

    /// <summary>The distance between two of <see cref="Patches"/> beside each other.</summary>
    public int PatchStride { get; }

    /// <summary>The contiguous parts of a patch, or of joined patches.</summary>
    public PatchSegments Segments { get; }

    /// <summary>The contiguous parts of a patch, joined or not.</summary>
    public PatchSegments KernelSegments { get; }

    /// <summary>The offset of each value of a patch, or of joined patches.</summary>
    public IndexTable Inputs { get; }

    /// <summary>The parts of a patch that are added to the gradient of the input one after another.</summary>
    public PatchSegments AddedSegments { get; }

    /// <summary>The offset of each patch in the picture, in the order in which patches are added to the gradient of the input.</summary>
    public IndexTable AddedPatches { get; }

    /// <summary>The offset of each patch's output, in the order of <see cref="AddedPatches"/>.</summary>
    public IndexTable AddedPositions { get; }

    /// <summary>The filters by group and panel of the layer's weights.</summary>
    public ImmutableArray<ColumnSpan> WeightSpans { get; }

    /// <summary>As <see cref="WeightSpans"/>, or the filters of joined patches.</summary>
    public ImmutableArray<ColumnSpan> Spans { get; }

    /// <summary>Returns the offset of a patch in the picture.</summary>
    public int PatchAt(int y, int x) => (y * Shape.Height.Stride * Pitch) + (x * Shape.Width.Stride * Shape.InputChannels);

    // The sum of a joined patch has more terms than needed, so patches are joined only if the lanes would be empty otherwise.
    private static int CountJoined(ConvolutionShape shape, int lanes)
    {
        int most = shape.Groups == 1 && shape.Width.Dilation == 1 ? Math.Min(lanes / shape.OutputChannels, shape.Width.Output) : 1;
        while (most > 1 && (shape.Width.Output % most != 0 || shape.Width.Kernel + ((most - 1) * shape.Width.Stride) >= most * shape.Width.Kernel))
        {
            most--;
        }

        return Math.Max(1, most);
    }

    /// <summary>Returns the operands of the products of some channels, if <see cref="IsDepthwise"/>.</summary>
    /// <param name="firstChannel">The first channel: that of a panel.</param>
    public unsafe DepthwiseProduct DepthwiseProductFrom(int firstChannel) => new()
    {
        Patches = Patches.Pointer,
        Taps = Segments.Table.Pointer,
        TapCount = Segments.Count,
        WeightStride = Panel.Stride(firstChannel, AlignedBuffer.Pad(Shape.OutputChannels)),
        Positions = Positions.Pointer,
        EndPatch = Patches.Length,
        Channels = Math.Min(Panel.Width, Shape.OutputChannels - firstChannel),
    };

    private PatchSegments CreateSegments(bool contiguousRows, int extraLength = 0)
    {
        IEnumerable<int> rows = Enumerable.Range(0, Shape.Height.Kernel).Select(y => y * Shape.Height.Dilation * Pitch);
        return contiguousRows
            ? new PatchSegments(rows, (Shape.Width.Kernel * Shape.InputChannels) + extraLength)
            : new PatchSegments(
                from row in rows from x in Enumerable.Range(0, Shape.Width.Kernel) select row + (x * Shape.Width.Dilation * Shape.InputChannels),
                Shape.GroupInputs);
    }

    private ColumnSpan CreateJoinedSpan()
    {
        int stride = AlignedBuffer.Pad(JoinedOutputs);
        return new(0, 0, JoinedOutputs, 0, stride, new(Enumerable.Range(0, Inputs.Length).Select(input => input * stride)));
    }

    private IEnumerable<ColumnSpan> CreateSpans(int inputs, int padded)
    {
        Dictionary<int, IndexTable> rows = [];
        for (int group = 0; group < Shape.Groups; group++)
        {
            int end = (group + 1) * Shape.GroupOutputs;
            for (int first = group * Shape.GroupOutputs; first < end;)
            {
                int next = Math.Min(end, ((first / Panel.Width) + 1) * Panel.Width);
                int stride = Panel.Stride(first, padded);
                if (!rows.TryGetValue(stride, out IndexTable? table))
                {
                    rows[stride] = table = new(Enumerable.Range(0, inputs).Select(input => input * stride));
                }

                yield return new(group, first, next - first, (int)Panel.Origin(first, inputs) + first, stride, table);
                first = next;
            }
        }
    }
}

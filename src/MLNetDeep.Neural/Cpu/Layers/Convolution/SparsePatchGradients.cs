using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The gradients of a convolution before a maximum pooling. Of the values of a window, only the maximum has a gradient, unless its
/// activation has the derivative 0. So only the patches of these maxima are added, times their gradients.
/// </summary>
internal sealed unsafe class SparsePatchGradients : PatchGradients
{
    // Measured costs in units of one product of vectors: of a maximum, its products not included; of a maximum that is listed first; of
    // spreading the gradient of a maximum over its window; and of 8 products of the dense form.
    private const int WorkPerMaximum = 4;
    private const int WorkPerListedMaximum = 10;
    private const int WorkPerSpread = 2;
    private const int WorkPer8Products = 9;

    private const int InputsPerUpdate = 64;

    private readonly ConvolutionLayer _layer;
    private readonly ConvolutionPooling _pooling;
    private readonly ConvolutionWeights _weights;
    private readonly ConvolutionTables _tables;
    private readonly KernelSet _kernels;

    // Kernels with shorter vectors, if the parts of a patch are short.
    private readonly KernelSet _patchKernels;
    private readonly ThreadTeam _team;
    private readonly int _filters;
    private readonly int _inputs;

    // The vectors of a patch: where they are in a picture and in a row of weights, and how long they are.
    private readonly IndexTable _pictureVectors;
    private readonly IndexTable _weightVectors;
    private readonly IndexTable _vectorLengths;
    private readonly bool _listsByFilter;

    // The offset of each place of each window in the picture.
    private readonly IndexTable _places;

    // The weights and their sums as [filters, inputs].
    private readonly int _stride;
    private readonly IndexTable _filterRows;
    private readonly AlignedBuffer _gradient;
    private readonly Action<int> _transposeSpan;
    private AlignedBuffer? _transposed;

    // For each filter, its maxima in the order of windows; for each place of each window, its maxima in the order of filters.
    private readonly IndexTable _filterStarts;
    private readonly ThreadBuffers _lists;

    public SparsePatchGradients(
        ConvolutionLayer layer, ConvolutionPooling pooling, ConvolutionWeights weights, ConvolutionTables tables, LayerContext context)
    {
        _layer = layer;
        _pooling = pooling;
        _weights = weights;
        _tables = tables;
        _kernels = context.Kernels;
        _team = context.Team;
        _filters = tables.Shape.OutputChannels;
        _inputs = tables.Shape.FilterSize;
        int lanes = LanesFor(tables, _kernels.Lanes);
        _patchKernels = lanes == _kernels.Lanes ? _kernels : KernelSet.WithLanes(lanes);
        (int First, int Count)[] vectors = [.. Vectors(tables, lanes)];
        _weightVectors = new(vectors.Select(vector => vector.First));
        _vectorLengths = new(vectors.Select(vector => vector.Count));
        _listsByFilter = vectors.Length > SparsePatchProduct.MaxListlessVectors;
        int length = tables.KernelSegments.Length;
        _pictureVectors = new(vectors.Select(vector => tables.KernelSegments.Offsets[vector.First / length] + (vector.First % length)));
        _places = new(
            from window in Enumerable.Range(0, pooling.Windows)
            from place in Enumerable.Range(0, pooling.WindowSize)
            let position = pooling.PositionOf(window, place)
            select tables.PatchAt(position.Y, position.X));

        // Whole vectors are read, so there is one more line at the end of each row.
        _stride = AlignedBuffer.Pad(_inputs) + AlignedBuffer.LineLength;
        _filterRows = new(Enumerable.Range(0, AlignedBuffer.Pad(_filters)).Select(filter => filter * _stride));
        _gradient = new AlignedBuffer(weights.OwnLength);
        _filterStarts = new(Enumerable.Range(0, _filters).Select(filter => filter * pooling.Windows));
        _lists = new ThreadBuffers(context.Team.Size, (4 * (Maxima + MaximumLists.Slack)) + _filters + (2 * _places.Length));
        _transposeSpan = TransposeSpan;
    }

    public override int SumsLength => _filters * _stride;

    public override int UpdateCount => (_inputs + InputsPerUpdate - 1) / InputsPerUpdate;

    private int Maxima => _pooling.Windows * _filters;

    /// <summary>Whether this is expected to be faster than products with all gradients.</summary>
    public static bool Suits(ConvolutionTables tables, ConvolutionPooling pooling, int lanes)
    {
        ConvolutionShape shape = tables.Shape;
        if (shape.Groups > 1)
        {
            return false;
        }

        int vectors = Vectors(tables, LanesFor(tables, lanes)).Count();
        int workPerMaximum = vectors <= SparsePatchProduct.MaxListlessVectors ? WorkPerMaximum : WorkPerListedMaximum;
        long sparse = (long)pooling.Windows * shape.OutputChannels * (workPerMaximum + vectors);
        long products = (long)tables.Patches.Length * tables.Inputs.Length * ((tables.JoinedOutputs + lanes - 1) / lanes);
        long dense = (products * WorkPer8Products / 8) + ((long)pooling.Windows * shape.OutputChannels * WorkPerSpread);
        return sparse < dense;
    }

    public override void PrepareInputs()
    {
        _transposed ??= new AlignedBuffer((long)_filters * _stride);
        _team.Run(_tables.WeightSpans.Length, _weights.OwnLength, _transposeSpan);
    }

    // Lists the maxima that have a gradient.
    public override float* Begin(int row, bool wantsInput)
    {
        float* memory = _lists.Pointer();
        MaximumLists lists = ListsIn(memory);
        lists.Gradient = _layer.ActivationGradient(row);
        lists.Places = _pooling.Places(row);
        if (_listsByFilter)
        {
            _kernels.ListByFilter(lists);
        }

        if (wantsInput)
        {
            _kernels.ListByPlace(lists);
        }

        return memory;
    }

    public override void AddToWeights(int row, float* state, float* picture, float* sums)
    {
        MaximumLists lists = ListsIn(state);
        SparsePatchProduct product = new()
        {
            Rows = _filters,
            Starts = _filterStarts.Pointer,
            Ends = lists.FilterEnds,
            Values = lists.FilterValues,
            Offsets = lists.FilterOffsets,
            Source = picture,
            SourceVectors = _pictureVectors.Pointer,
            Result = sums,
            ResultRows = _filterRows.Pointer,
            ResultVectors = _weightVectors.Pointer,
            VectorLengths = _vectorLengths.Pointer,
            VectorCount = _vectorLengths.Length,
        };
        if (_listsByFilter)
        {
            _patchKernels.Add(product);
            return;
        }

        lists.Gradient = _layer.OutputGradient.Pointer + ((nint)row * _layer.OutputGradient.Stride);
        lists.Places = _pooling.Places(row);
        _patchKernels.Add(product, lists);
    }

    public override void AddToInput(float* state, float* picture)
    {
        MaximumLists lists = ListsIn(state);
        _patchKernels.Add(new SparsePatchProduct
        {
            Rows = _places.Length,
            Starts = lists.PlaceStarts,
            Ends = lists.PlaceEnds,
            Values = lists.PlaceValues,
            Offsets = lists.PlaceOffsets,
            Source = _transposed!.Pointer,
            SourceVectors = _weightVectors.Pointer,
            Result = picture,
            ResultRows = _places.Pointer,
            ResultVectors = _pictureVectors.Pointer,
            VectorLengths = _vectorLengths.Pointer,
            VectorCount = _vectorLengths.Length,
        });
    }

    public override void Update(int index, PartialSums sums, CpuUpdate update)
    {
        int first = index * InputsPerUpdate;
        int count = Math.Min(InputsPerUpdate, _inputs - first);
        for (int filter = 0; filter < _filters; filter++)
        {
            sums.AddUp((filter * _stride) + first, count);
        }

        foreach (ColumnSpan span in _tables.WeightSpans)
        {
            float* target = _gradient.Pointer + span.Offset + ((nint)first * span.Stride);
            Transposition.Run(sums.Pointer + ((nint)span.First * _stride) + first, _stride, count, target, span.Stride, 0, span.Count);
            int offset = span.Offset + (first * span.Stride);
            _weights.UpdateWeights(_gradient.Pointer, update, _kernels, offset, offset + (count * span.Stride));
        }
    }

    // Returns the length of the shortest vectors with which all sums of a patch fit into registers; the longest if there is none.
    private static int LanesFor(ConvolutionTables tables, int longest)
    {
        int lanes = longest;
        while (lanes > 4 && Vectors(tables, lanes / 2).Count() <= SparsePatchProduct.MaxListlessVectors)
        {
            lanes /= 2;
        }

        return lanes;
    }

    private static IEnumerable<(int First, int Count)> Vectors(ConvolutionTables tables, int lanes) =>
        from segment in Enumerable.Range(0, tables.KernelSegments.Count)
        from first in Enumerable.Range(0, (tables.KernelSegments.Length + lanes - 1) / lanes).Select(vector => vector * lanes)
        select ((segment * tables.KernelSegments.Length) + first, Math.Min(lanes, tables.KernelSegments.Length - first));

    private void TransposeSpan(int index)
    {
        ColumnSpan span = _tables.WeightSpans[index];
        Transposition.Run(
            _weights.OwnWeight + span.Offset, span.Stride, span.Count, _transposed!.Pointer + ((nint)span.First * _stride), _stride, 0, _inputs);
    }

    // The lists of a row in the memory of a thread.
    private MaximumLists ListsIn(float* memory)
    {
        int maxima = Maxima + MaximumLists.Slack;
        int* integers = (int*)(memory + (2 * maxima));
        int* ends = integers + (2 * maxima);
        return new()
        {
            Filters = _filters,
            Windows = _pooling.Windows,
            WindowSize = _pooling.WindowSize,
            Patches = _places.Pointer,
            FilterRows = _filterRows.Pointer,
            FilterStarts = _filterStarts.Pointer,
            FilterEnds = ends,
            FilterOffsets = integers,
            FilterValues = memory,
            PlaceStarts = ends + _filters,
            PlaceEnds = ends + _filters + _places.Length,
            PlaceOffsets = integers + maxima,
            PlaceValues = memory + maxima,
        };
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Computes the output columns of plain and hashed bags of words.</summary>
internal sealed class BagOfWordsMapper : RowMapper
{
    private readonly DataViewSchema.Column _input;
    private readonly BagOfWordsSettings _settings;
    private readonly int _slotCount;
    private readonly TermWeights _weights;
    private readonly Func<ITermSlots> _createSlots;

    public BagOfWordsMapper(
        DataViewSchema schema, BagOfWordsSettings settings, TermWeights weights, int slotCount,
        DataViewSchema.Annotations? annotations, Func<ITermSlots> createSlots)
        : base(schema)
    {
        _input = TextColumn.Find(schema, settings.Input);
        _settings = settings;
        _slotCount = slotCount;
        _weights = weights;
        _createSlots = createSlots;
        DataViewSchema.DetachedColumn bag = new(settings.Output, new VectorDataViewType(NumberDataViewType.Single, slotCount), annotations);
        AddedColumns = settings.UnknownCount is string unknown ? [bag, new DataViewSchema.DetachedColumn(unknown, NumberDataViewType.Single)] : [bag];
    }

    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; }

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [_input];

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active, ICollection<IDisposable> resources)
    {
        Func<TermCounter> getTerms = CountOncePerRow(input);
        Delegate?[] getters = new Delegate?[AddedColumns.Count];
        if (active[0])
        {
            getters[0] = (ValueGetter<VBuffer<float>>)((ref VBuffer<float> vector) => Write(getTerms(), ref vector));
        }

        if (getters.Length > 1 && active[1])
        {
            getters[1] = (ValueGetter<float>)((ref float unknown) => unknown = getTerms().Unknown);
        }

        return getters;
    }

    // Both columns share one count per row. At a negative position, a change of row cannot be detected, so the text is counted each time.
    private Func<TermCounter> CountOncePerRow(DataViewRow input)
    {
        ValueGetter<ReadOnlyMemory<char>> getText = input.GetGetter<ReadOnlyMemory<char>>(_input);
        TermCounter counter = new(_settings.Tokenizer, _settings.NGrams, _createSlots());
        long countedPosition = -1;
        return () =>
        {
            if (countedPosition < 0 || input.Position != countedPosition)
            {
                ReadOnlyMemory<char> text = default;
                getText(ref text);
                counter.Count(text.Span);
                countedPosition = input.Position;
            }

            return counter;
        };
    }

    private void Write(TermCounter terms, ref VBuffer<float> vector)
    {
        ReadOnlySpan<int> slots = terms.Slots;
        VBufferEditor<float> editor = VBufferEditor.Create(ref vector, _slotCount, slots.Length);
        _weights.Write(slots, terms.Counts, terms.Total, editor.Values[..slots.Length]);
        if (slots.Length < _slotCount)
        {
            slots.CopyTo(editor.Indices);
        }

        vector = editor.Commit();
    }
}

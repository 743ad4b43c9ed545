using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Computes the sequences of <see cref="WordIndicesTransformer"/>.</summary>
internal sealed class WordIndicesMapper : RowMapper
{
    private readonly DataViewSchema.Column _input;
    private readonly SequenceForm _form;
    private readonly Func<WordKeys> _createKeys;

    public WordIndicesMapper(
        DataViewSchema schema, DataViewSchema.Column input, string output, ReadOnlyMemory<char>[] keyValues, SequenceForm form, Func<WordKeys> createKeys)
        : base(schema)
    {
        _input = input;
        _form = form;
        _createKeys = createKeys;
        KeyDataViewType key = new(typeof(uint), keyValues.Length);
        VectorDataViewType type = form.Length is int length ? new VectorDataViewType(key, length) : new VectorDataViewType(key);
        AddedColumns = [new DataViewSchema.DetachedColumn(output, type, TextColumn.CreateAnnotations(AnnotationNames.KeyValues, keyValues))];
    }

    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; }

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [_input];

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active, ICollection<IDisposable> resources)
    {
        ValueGetter<ReadOnlyMemory<char>> getText = input.GetGetter<ReadOnlyMemory<char>>(_input);
        WordKeys keys = _createKeys();
        ValueGetter<VBuffer<uint>> getter = (ref VBuffer<uint> sequence) =>
        {
            ReadOnlyMemory<char> text = default;
            getText(ref text);
            Write(keys.GetKeys(text.Span), ref sequence);
        };
        return [getter];
    }

    private void Write(ReadOnlySpan<uint> keys, ref VBuffer<uint> sequence)
    {
        (int first, int count, int position) = _form.Fit(keys.Length);
        VBufferEditor<uint> editor = VBufferEditor.Create(ref sequence, _form.Length ?? count);
        editor.Values.Clear();
        keys.Slice(first, count).CopyTo(editor.Values[position..]);
        sequence = editor.Commit();
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Computes the vectors of <see cref="OneHotLabelTransformer"/>.</summary>
internal sealed class OneHotLabelMapper : RowMapper
{
    private readonly DataViewSchema.Column _input;
    private readonly LabelReader _reader;
    private readonly int _classCount;

    public OneHotLabelMapper(DataViewSchema schema, DataViewSchema.Column input, LabelReader reader, string output, int classCount) : base(schema)
    {
        _input = input;
        _reader = reader;
        _classCount = classCount;
        DataViewSchema.Annotations.Builder annotations = new();
        if (classCount <= OneHotLabelEstimator.MaxNumberedSlots || LabelValues.FromColumn(input) is not null)
        {
            annotations.Add<VBuffer<ReadOnlyMemory<char>>>(
                AnnotationNames.SlotNames, new VectorDataViewType(TextDataViewType.Instance, classCount), GetSlotNames);
        }

        VectorDataViewType type = new(NumberDataViewType.Single, classCount);
        AddedColumns = [new DataViewSchema.DetachedColumn(output, type, annotations.ToAnnotations())];
    }

    /// <summary>The label column: a key or an integer.</summary>
    public DataViewSchema.Column Input => _input;

    /// <summary>The number of classes.</summary>
    public int ClassCount => _classCount;

    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; }

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [_input];

    public override Delegate?[] CreateGetters(DataViewRow input, ReadOnlySpan<bool> active, ICollection<IDisposable> resources)
    {
        Func<int> getLabel = _reader.CreateGetter(input);
        ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> vector) =>
        {
            int label = getLabel();
            if (label >= _classCount)
            {
                throw new InvalidOperationException(
                    $"The label in {RowErrors.Place(input, _input)} has class {label}, but there are {_classCount} classes: 0 to {_classCount - 1}.");
            }

            Write(label, ref vector);
        };
        return [getter];
    }

    // The vector is sparse, so that its memory does not depend on the number of classes.
    private void Write(int label, ref VBuffer<float> vector)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref vector, _classCount, label >= 0 ? 1 : 0);
        if (label >= 0)
        {
            editor.Values[0] = 1;
            if (_classCount > 1)
            {
                editor.Indices[0] = label;
            }
        }

        vector = editor.Commit();
    }

    private void GetSlotNames(ref VBuffer<ReadOnlyMemory<char>> names)
    {
        string[] texts = LabelValues.FromColumn(_input)?.ToTexts() ?? Enumerable.Range(0, _classCount).Select(i => $"{i}").ToArray();
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref names, _classCount);
        for (int i = 0; i < texts.Length; i++)
        {
            editor.Values[i] = texts[i].AsMemory();
        }

        names = editor.Commit();
    }
}

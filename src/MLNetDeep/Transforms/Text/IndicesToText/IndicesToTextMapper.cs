using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace MLNetDeep.Transforms;

/// <summary>Computes the texts of <see cref="IndicesToTextTransformer"/>.</summary>
internal sealed class IndicesToTextMapper(DataViewSchema schema, DataViewSchema.Column input, string output) : RowMapper(schema)
{
    public override IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns { get; } = [new(output, TextDataViewType.Instance)];

    public override IEnumerable<DataViewSchema.Column> GetDependencies(int addedColumn) => [input];

    public override Delegate?[] CreateGetters(DataViewRow row, ReadOnlySpan<bool> active, ICollection<IDisposable> resources)
    {
        VectorReader<uint> sequence = new(row, input);
        VBuffer<ReadOnlyMemory<char>> keyValues = default;
        input.Annotations.GetValue(AnnotationNames.KeyValues, ref keyValues);
        ReadOnlyMemory<char>[] words = [.. keyValues.DenseValues()];
        StringBuilder text = new();
        ValueGetter<ReadOnlyMemory<char>> getter = (ref ReadOnlyMemory<char> value) =>
        {
            text.Clear();

            // Missing keys (0) have no word. GetValues omits zeros of a sparse vector. As in ML.NET, a key beyond the last word is missing.
            foreach (uint key in sequence.Read().GetValues())
            {
                if (key > 0 && key <= words.Length)
                {
                    text.Append(text.Length > 0 ? " " : "").Append(words[key - 1]);
                }
            }

            value = text.ToString().AsMemory();
        };
        return [getter];
    }
}

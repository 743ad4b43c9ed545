using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Brings texts to one case, and takes out of them what does not matter. Of vectors of texts, those that become empty are dropped.</summary>
public sealed class TextNormalizingTransformer : OneToOneTransformerBase
{
    private readonly TextNormalization _normalization;

    internal TextNormalizingTransformer(IHostEnvironment env, IReadOnlyList<InputOutputColumnPair> columns, TextNormalization normalization)
        : base(env.Register("TextNormalizer"), columns)
        => _normalization = normalization;

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, this);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(TextNormalizingFormat.Version);
        SaveColumns(ctx);
        TextNormalizingFormat.Save(ctx, _normalization);
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly TextNormalization _normalization;

        public Mapper(DataViewSchema inputSchema, TextNormalizingTransformer parent) : base(inputSchema, parent.Columns)
        {
            _normalization = parent._normalization;
            foreach (DataViewSchema.Column input in Inputs)
                TextColumns.CheckTexts(input);
        }

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column)
            => new(Columns[column].OutputColumnName, Inputs[column].Type is VectorDataViewType ? TextColumns.VariableVector : Inputs[column].Type);

        protected override Delegate CreateGetter(DataViewRow input, int column)
            => Inputs[column].Type is VectorDataViewType
                ? CreateGetter(input.GetGetter<VBuffer<ReadOnlyMemory<char>>>(Inputs[column]))
                : CreateGetter(input.GetGetter<ReadOnlyMemory<char>>(Inputs[column]));

        private ValueGetter<ReadOnlyMemory<char>> CreateGetter(ValueGetter<ReadOnlyMemory<char>> getter)
        {
            var buffer = new StringBuilder();
            ReadOnlyMemory<char> text = default;
            return (ref ReadOnlyMemory<char> value) =>
            {
                getter(ref text);
                value = _normalization.Apply(text, buffer);
            };
        }

        private ValueGetter<VBuffer<ReadOnlyMemory<char>>> CreateGetter(ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter)
        {
            var buffer = new StringBuilder();
            var kept = new List<ReadOnlyMemory<char>>();
            VBuffer<ReadOnlyMemory<char>> texts = default;
            return (ref VBuffer<ReadOnlyMemory<char>> value) =>
            {
                getter(ref texts);
                kept.Clear();
                foreach (ReadOnlyMemory<char> text in texts.GetValues())
                {
                    ReadOnlyMemory<char> normalized = _normalization.Apply(text, buffer);
                    if (!normalized.IsEmpty)
                        kept.Add(normalized);
                }
                TextLists.Copy(kept, ref value);
            };
        }
    }
}

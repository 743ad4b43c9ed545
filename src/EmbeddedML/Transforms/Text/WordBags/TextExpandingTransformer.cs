using System.Globalization;
using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Makes texts of lists of words with their frequencies, in which each word stands as often as its frequency says.</summary>
internal sealed class TextExpandingTransformer : RowToRowTransformerBase
{
    private readonly string _columnName;
    private readonly char _frequencySeparator;
    private readonly char _termSeparator;

    public TextExpandingTransformer(IHostEnvironment env, string columnName, char frequencySeparator, char termSeparator)
        : base(env.Register(nameof(TextExpandingTransformer)))
    {
        _columnName = columnName;
        _frequencySeparator = frequencySeparator;
        _termSeparator = termSeparator;
    }

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, this);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(TextExpandingFormat.Version);
        ctx.Writer.Write(_columnName);
        ctx.Writer.Write(_frequencySeparator);
        ctx.Writer.Write(_termSeparator);
    }

    private void Expand(string text, StringBuilder expanded)
    {
        foreach (string entry in text.Split(_termSeparator))
        {
            string[] parts = entry.Split(_frequencySeparator);
            int frequency = parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1;
            for (int i = 0; i < frequency; i++)
                expanded.Append(parts[0]).Append(' ');
        }
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly TextExpandingTransformer _parent;

        public Mapper(DataViewSchema inputSchema, TextExpandingTransformer parent)
            : base(inputSchema, [new InputOutputColumnPair(parent._columnName)])
        {
            _parent = parent;
            if (Inputs[0].Type is not TextDataViewType)
                throw ColumnErrors.WrongType(nameof(inputSchema), "input", Inputs[0].Name, TextDataViewType.Instance.ToString()!, Inputs[0].Type.ToString()!);
        }

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column) => new(Columns[column].OutputColumnName, TextDataViewType.Instance);

        protected override Delegate CreateGetter(DataViewRow input, int column)
        {
            ValueGetter<ReadOnlyMemory<char>> getter = input.GetGetter<ReadOnlyMemory<char>>(Inputs[column]);
            ReadOnlyMemory<char> text = default;
            var expanded = new StringBuilder();
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) =>
            {
                getter(ref text);
                expanded.Clear();
                _parent.Expand(text.ToString(), expanded);
                value = expanded.ToString().AsMemory();
            });
        }
    }
}

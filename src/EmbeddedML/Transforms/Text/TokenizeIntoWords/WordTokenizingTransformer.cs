using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Splits texts, and the texts of vectors, into words: what stands between separators, without spaces around it, unless that is nothing.</summary>
public sealed class WordTokenizingTransformer : OneToOneTransformerBase
{
    private readonly IReadOnlyList<char[]> _separators;

    internal WordTokenizingTransformer(IHostEnvironment env, IReadOnlyList<InputOutputColumnPair> columns, IReadOnlyList<char[]> separators)
        : base(env.Register("DelimitedTokenize"), columns)
        => _separators = separators;

    private protected override RowMapper CreateMapper(DataViewSchema inputSchema) => new Mapper(inputSchema, this);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(WordTokenizingFormat.Version);
        SaveColumns(ctx);
        foreach (char[] separators in _separators)
            StoredArrays.Write<char>(ctx.Writer, separators);
    }

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly WordTokenizingTransformer _parent;

        public Mapper(DataViewSchema inputSchema, WordTokenizingTransformer parent) : base(inputSchema, parent.Columns)
        {
            _parent = parent;
            foreach (DataViewSchema.Column input in Inputs)
                TextColumns.CheckTexts(input);
        }

        protected override DataViewSchema.DetachedColumn DescribeOutput(int column) => new(Columns[column].OutputColumnName, TextColumns.VariableVector);

        protected override Delegate CreateGetter(DataViewRow input, int column)
        {
            char[] separators = _parent._separators[column];
            var words = new List<ReadOnlyMemory<char>>();
            if (Inputs[column].Type is not VectorDataViewType)
            {
                ValueGetter<ReadOnlyMemory<char>> getter = input.GetGetter<ReadOnlyMemory<char>>(Inputs[column]);
                ReadOnlyMemory<char> text = default;
                return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) =>
                {
                    getter(ref text);
                    words.Clear();
                    Split(text, separators, words);
                    TextLists.Copy(words, ref value);
                });
            }
            ValueGetter<VBuffer<ReadOnlyMemory<char>>> vectorGetter = input.GetGetter<VBuffer<ReadOnlyMemory<char>>>(Inputs[column]);
            VBuffer<ReadOnlyMemory<char>> texts = default;
            return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) =>
            {
                vectorGetter(ref texts);
                words.Clear();
                foreach (ReadOnlyMemory<char> text in texts.GetValues())
                    Split(text, separators, words);
                TextLists.Copy(words, ref value);
            });
        }

        private static void Split(ReadOnlyMemory<char> text, char[] separators, List<ReadOnlyMemory<char>> words)
        {
            ReadOnlySpan<char> characters = text.Span;
            for (int start = 0; start < characters.Length;)
            {
                int end = separators.Length == 1 ? FindEnd(characters, start, separators[0]) : FindEnd(characters, start, separators);
                AddWord(text, characters, start, end, words);
                start = end + 1;
            }
        }

        // Words are short: a plain loop is done before a vectorized search has begun.
        private static int FindEnd(ReadOnlySpan<char> characters, int start, char separator)
        {
            int end = start;
            while (end < characters.Length && characters[end] != separator)
                end++;
            return end;
        }

        private static int FindEnd(ReadOnlySpan<char> characters, int start, ReadOnlySpan<char> separators)
        {
            int length = characters[start..].IndexOfAny(separators);
            return length < 0 ? characters.Length : start + length;
        }

        private static void AddWord(ReadOnlyMemory<char> text, ReadOnlySpan<char> characters, int start, int end, List<ReadOnlyMemory<char>> words)
        {
            while (start < end && characters[start] == ' ')
                start++;
            while (start < end && characters[end - 1] == ' ')
                end--;
            if (start < end)
                words.Add(text[start..end]);
        }
    }
}

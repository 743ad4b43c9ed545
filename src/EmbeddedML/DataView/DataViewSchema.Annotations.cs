namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>What is known about a column: values of any type, each under a kind, such as "SlotNames".</summary>
    public sealed partial class Annotations
    {
        private readonly Delegate[] _getters;

        private Annotations(DataViewSchema schema, Delegate[] getters)
        {
            Schema = schema;
            _getters = getters;
        }

        /// <summary>No annotations.</summary>
        public static Annotations Empty { get; } = new(new DataViewSchema.Builder().ToSchema(), []);

        /// <summary>The kinds, as the columns of a schema.</summary>
        public DataViewSchema Schema { get; }

        /// <summary>The getter for the value under a kind.</summary>
        /// <typeparam name="TValue">The raw type of the value.</typeparam>
        /// <param name="column">A column of <see cref="Schema"/>.</param>
        /// <exception cref="ArgumentException">The column is not one of <see cref="Schema"/>.</exception>
        /// <exception cref="InvalidOperationException"><typeparamref name="TValue"/> is not the raw type of the value.</exception>
        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            if (column.Index < 0 || column.Index >= _getters.Length)
                throw new ArgumentException($"'{column.Name}' is not a column of these annotations.", nameof(column));
            return _getters[column.Index] as ValueGetter<TValue> ?? throw WrongType<TValue>(column);
        }

        /// <summary>Writes the value under a kind.</summary>
        /// <typeparam name="TValue">The raw type of the value.</typeparam>
        /// <exception cref="InvalidOperationException">
        /// There is nothing under that kind, or <typeparamref name="TValue"/> is not the raw type of the value.
        /// </exception>
        public void GetValue<TValue>(string kind, ref TValue value)
        {
            Column column = Schema.GetColumnOrNull(kind) ?? throw new InvalidOperationException($"There is no annotation '{kind}' among: {this}.");
            GetGetter<TValue>(column)(ref value);
        }

        /// <summary>The kinds.</summary>
        public override string ToString() => string.Join(", ", Schema.Select(c => c.Name));

        internal Delegate GetGetter(int index) => _getters[index];

        private static InvalidOperationException WrongType<TValue>(Column column)
            => new($"The annotation '{column.Name}' is read as '{column.Type?.RawType}', but '{typeof(TValue)}' was asked for.");
    }
}

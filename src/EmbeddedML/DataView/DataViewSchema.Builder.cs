using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>Collects columns and makes a schema of them.</summary>
    public sealed class Builder
    {
        private readonly List<DetachedColumn> _columns = [];

        /// <summary>Makes a builder with no columns.</summary>
        public Builder()
        {
        }

        /// <summary>Adds a column at the end.</summary>
        /// <exception cref="ArgumentNullException">The name is null or empty, or the type is null.</exception>
        public void AddColumn(string name, DataViewType type, Annotations? annotations = null)
            => _columns.Add(new DetachedColumn(name, type, annotations));

        /// <summary>Adds copies of columns at the end.</summary>
        public void AddColumns(IEnumerable<Column> source)
        {
            ArgumentNullException.ThrowIfNull(source);
            foreach (Column column in source)
                _columns.Add(new DetachedColumn(column));
        }

        /// <summary>Adds columns at the end.</summary>
        public void AddColumns(IEnumerable<DetachedColumn> source)
        {
            ArgumentNullException.ThrowIfNull(source);
            foreach (DetachedColumn column in source)
            {
                ArgumentException.ThrowIfNullOrEmpty(column.Name);
                _columns.Add(column);
            }
        }

        /// <summary>The schema of the columns added so far.</summary>
        public DataViewSchema ToSchema() => new(_columns);
    }
}

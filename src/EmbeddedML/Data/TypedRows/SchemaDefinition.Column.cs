using System.Diagnostics.CodeAnalysis;
namespace Microsoft.ML.Data;

public sealed partial class SchemaDefinition
{
    /// <summary>How one member of a row class becomes a column.</summary>
    public sealed class Column
    {
        private readonly Dictionary<string, Annotation> _annotations = [];

        internal Column(string memberName, DataViewType? columnType, string? columnName = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(memberName);
            MemberName = memberName;
            ColumnName = columnName ?? memberName;
            ColumnType = columnType!;
        }

        /// <summary>The name of the field or property.</summary>
        public string MemberName { get; }

        /// <summary>The name of the column; the member's name where it is null or empty.</summary>
        [AllowNull]
        public string ColumnName { get; set; }

        /// <summary>The type of the column; where it is null, it follows from the member's type.</summary>
        [AllowNull]
        public DataViewType ColumnType { get; set; }

        /// <summary>What is known about the column.</summary>
        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach ((string kind, Annotation annotation) in _annotations)
                    builder.Add(kind, annotation.Type, annotation.Getter);
                return builder.ToAnnotations();
            }
        }

        /// <summary>Adds an annotation.</summary>
        /// <typeparam name="T">A type that a member of a row class can have.</typeparam>
        /// <param name="kind">The kind of annotation, such as "SlotNames".</param>
        /// <param name="value">The value.</param>
        /// <param name="annotationType">The type of the value.</param>
        /// <exception cref="ArgumentNullException">The kind or the type is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><typeparamref name="T"/> is not a type that a column can have.</exception>
        /// <exception cref="InvalidOperationException">
        /// The column has an annotation of that kind, or <paramref name="annotationType"/> does not hold values of <typeparamref name="T"/>.
        /// </exception>
        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            ArgumentNullException.ThrowIfNull(kind);
            ArgumentNullException.ThrowIfNull(annotationType);
            if (_annotations.ContainsKey(kind))
                throw new InvalidOperationException($"The column '{ColumnName}' already has an annotation of the kind '{kind}'.");
            _annotations.Add(kind, new Annotation(annotationType, AnnotationGetter.Create(kind, value, annotationType)));
        }

        /// <summary>Adds copies of a column's annotations; they replace those of the same kinds.</summary>
        internal void SetAnnotations(DataViewSchema.Annotations annotations)
        {
            foreach (DataViewSchema.Column annotation in annotations.Schema)
                _annotations[annotation.Name] = new Annotation(annotation.Type, annotations.GetGetter(annotation.Index));
        }

        private readonly record struct Annotation(DataViewType Type, Delegate Getter);
    }
}

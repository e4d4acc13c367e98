using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BaiguStore.Core.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class EmptySearches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "EmptySearches",
                columns: table => new
                {
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Text = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmptySearches", x => new { x.Day, x.Text });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "EmptySearches");
        }
    }
}

using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace BaiguStore.Core.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ModerationAndVisits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Address",
                table: "Comments",
                type: "character varying(45)",
                maxLength: 45,
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<DateTime>(
                name: "EditedAt",
                table: "Comments",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "HeldFor",
                table: "Comments",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "StaffId",
                table: "Comments",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Comments",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "CommentBlocks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Text = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    Refuses = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommentBlocks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CommentRules",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    PublishAtOnce = table.Column<bool>(type: "boolean", nullable: true),
                    PerMinute = table.Column<int>(type: "integer", nullable: true),
                    MinSeconds = table.Column<int>(type: "integer", nullable: true),
                    MaxHours = table.Column<int>(type: "integer", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommentRules", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ModerationActs",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    StaffId = table.Column<int>(type: "integer", nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false),
                    UndoneAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    Before = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ModerationActs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Visits",
                columns: table => new
                {
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    EntityId = table.Column<int>(type: "integer", nullable: false),
                    Count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Visits", x => new { x.Day, x.Kind, x.EntityId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_Products_ConfirmedAt",
                table: "Products",
                column: "ConfirmedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Comments_Address_Id",
                table: "Comments",
                columns: new[] { "Address", "Id" },
                filter: "\"Address\" <> ''");

            migrationBuilder.CreateIndex(
                name: "IX_Comments_Author_Id",
                table: "Comments",
                columns: new[] { "Author", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Comments_CreatedAt",
                table: "Comments",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Comments_Status_Id",
                table: "Comments",
                columns: new[] { "Status", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_CommentBlocks_Kind_Text",
                table: "CommentBlocks",
                columns: new[] { "Kind", "Text" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ModerationActs_StaffId_Id",
                table: "ModerationActs",
                columns: new[] { "StaffId", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CommentBlocks");

            migrationBuilder.DropTable(
                name: "CommentRules");

            migrationBuilder.DropTable(
                name: "ModerationActs");

            migrationBuilder.DropTable(
                name: "Visits");

            migrationBuilder.DropIndex(
                name: "IX_Products_ConfirmedAt",
                table: "Products");

            migrationBuilder.DropIndex(
                name: "IX_Comments_Address_Id",
                table: "Comments");

            migrationBuilder.DropIndex(
                name: "IX_Comments_Author_Id",
                table: "Comments");

            migrationBuilder.DropIndex(
                name: "IX_Comments_CreatedAt",
                table: "Comments");

            migrationBuilder.DropIndex(
                name: "IX_Comments_Status_Id",
                table: "Comments");

            migrationBuilder.DropColumn(
                name: "Address",
                table: "Comments");

            migrationBuilder.DropColumn(
                name: "EditedAt",
                table: "Comments");

            migrationBuilder.DropColumn(
                name: "HeldFor",
                table: "Comments");

            migrationBuilder.DropColumn(
                name: "StaffId",
                table: "Comments");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Comments");
        }
    }
}
